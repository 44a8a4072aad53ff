using System.Diagnostics.CodeAnalysis;
using GraphQL;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Shops;
using Shopkeeper.Simulator.Webhooks;

namespace Shopkeeper.Simulator.Admin;

/// <summary>The mutations of <c>schema.graphql</c>.</summary>
[GraphQLMetadata("Mutation")]
[SuppressMessage("Performance", "CA1822", Justification = "The GraphQL library binds instance methods only.")]
internal sealed class MutationRoot
{
    private static readonly string[] AddressField = ["webhookSubscription", "callbackUrl"];
    private static readonly string[] IdField = ["id"];
    private static long _lastSubscription = 1_080_000_000_000;

    [GraphQLMetadata("webhookSubscriptionCreate")]
    public object WebhookSubscriptionCreate(
        IResolveFieldContext context, string topic, SubscriptionInput webhookSubscription)
    {
        var admin = AdminContext.Of(context);
        var now = admin.Options.Clock.GetUtcNow();
        if (webhookSubscription.Address is not { } address || !IsDeliverable(address))
            return Refused(new UserError(AddressField, "Address is invalid"));
        var subscription = new Subscription
        {
            Id = $"gid://shopify/WebhookSubscription/{Interlocked.Increment(ref _lastSubscription)}",
            Topic = WebhookTopics.FromEnum(topic),
            Uri = address,
            Format = webhookSubscription.Format ?? "JSON",
            IncludeFields = webhookSubscription.IncludeFields ?? [],
            Filter = webhookSubscription.Filter,
            MetafieldNamespaces = webhookSubscription.MetafieldNamespaces ?? [],
            Name = webhookSubscription.Name,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return admin.Installation.Subscriptions.Add(subscription)
            ? Accepted(admin, subscription)
            : Refused(new UserError(AddressField, "Address for this topic has already been taken"));
    }

    [GraphQLMetadata("webhookSubscriptionUpdate")]
    public object WebhookSubscriptionUpdate(
        IResolveFieldContext context, string id, SubscriptionInput webhookSubscription)
    {
        var admin = AdminContext.Of(context);
        if (webhookSubscription.Address is { } address && !IsDeliverable(address))
            return Refused(new UserError(AddressField, "Address is invalid"));
        var (changed, taken) = admin.Installation.Subscriptions.Change(id, subscription => subscription with
        {
            Uri = webhookSubscription.Address ?? subscription.Uri,
            Format = webhookSubscription.Format ?? subscription.Format,
            IncludeFields = webhookSubscription.IncludeFields ?? subscription.IncludeFields,
            Filter = webhookSubscription.Filter ?? subscription.Filter,
            MetafieldNamespaces = webhookSubscription.MetafieldNamespaces ?? subscription.MetafieldNamespaces,
            Name = webhookSubscription.Name ?? subscription.Name,
            UpdatedAt = admin.Options.Clock.GetUtcNow(),
        });
        if (taken) return Refused(new UserError(AddressField, "Address for this topic has already been taken"));
        return changed is null ? Refused(Missing()) : Accepted(admin, changed);
    }

    [GraphQLMetadata("eventBridgeWebhookSubscriptionCreate")]
    public object EventBridgeCreate(
        IResolveFieldContext context, string topic, SubscriptionInput webhookSubscription) =>
        WebhookSubscriptionCreate(context, topic, webhookSubscription);

    [GraphQLMetadata("eventBridgeWebhookSubscriptionUpdate")]
    public object EventBridgeUpdate(
        IResolveFieldContext context, string id, SubscriptionInput webhookSubscription) =>
        WebhookSubscriptionUpdate(context, id, webhookSubscription);

    [GraphQLMetadata("pubSubWebhookSubscriptionCreate")]
    public object PubSubCreate(
        IResolveFieldContext context, string topic, SubscriptionInput webhookSubscription) =>
        WebhookSubscriptionCreate(context, topic, webhookSubscription);

    [GraphQLMetadata("pubSubWebhookSubscriptionUpdate")]
    public object PubSubUpdate(
        IResolveFieldContext context, string id, SubscriptionInput webhookSubscription) =>
        WebhookSubscriptionUpdate(context, id, webhookSubscription);

    [GraphQLMetadata("webhookSubscriptionDelete")]
    public object WebhookSubscriptionDelete(IResolveFieldContext context, string id)
    {
        var removed = AdminContext.Of(context).Installation.Subscriptions.Remove(id);
        return new
        {
            DeletedWebhookSubscriptionId = removed ? id : null,
            UserErrors = removed ? [] : new[] { Missing() },
        };
    }

    [GraphQLMetadata("appUninstall")]
    public object AppUninstall(IResolveFieldContext context)
    {
        var admin = AdminContext.Of(context);
        var ended = admin.Ending.Uninstall(admin.Shop, new UninstallRequest(), admin.Installation);
        UninstallError[] errors = ended is not null ? [] :
            [new UninstallError("APP_NOT_INSTALLED", null, "The app is not installed on this shop.")];
        return new { App = ended is null ? null : AppView.Of(admin), UserErrors = errors };
    }

    private static bool IsDeliverable(string address) =>
        address.StartsWith("pubsub://", StringComparison.Ordinal)
        || address.StartsWith("arn:aws:events:", StringComparison.Ordinal)
        || (Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback)));

    private static UserError Missing() => new(IdField, "Webhook subscription does not exist");

    private static object Accepted(AdminContext admin, Subscription subscription) => new
    {
        WebhookSubscription = SubscriptionNode.Of(subscription, admin.Options.ApiVersion),
        UserErrors = Array.Empty<UserError>(),
    };

    private static object Refused(UserError error) => new
    {
        WebhookSubscription = (SubscriptionNode?)null,
        UserErrors = new[] { error },
    };

    internal sealed record UserError(string[] Field, string Message);

    internal sealed record UninstallError(string Code, string[]? Field, string Message);
}
