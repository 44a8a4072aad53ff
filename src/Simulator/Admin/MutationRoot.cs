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
    private static readonly string[] IdField = ["id"];

    [GraphQLMetadata("webhookSubscriptionCreate")]
    public object WebhookSubscriptionCreate(
        IResolveFieldContext context, string topic, SubscriptionInput webhookSubscription)
    {
        var admin = AdminContext.Of(context);
        var now = admin.Options.Clock.GetUtcNow();
        if (admin.Options.EnforceTopicScopes
            && SubscriptionRules.RefuseTopic(WebhookTopics.FromEnum(topic), admin.Installation) is { } refused)
        {
            return Refused(refused);
        }

        if (webhookSubscription.Address is null) return Refused(SubscriptionRules.InvalidAddress);
        if (SubscriptionRules.Refuse(webhookSubscription) is { } invalid) return Refused(invalid);
        var subscription = new Subscription
        {
            Id = SubscriptionBook.NewId(),
            Topic = WebhookTopics.FromEnum(topic),
            Uri = webhookSubscription.Address,
            Format = webhookSubscription.Format ?? "JSON",
            IncludeFields = webhookSubscription.IncludeFields ?? [],
            MetafieldNamespaces = webhookSubscription.MetafieldNamespaces ?? [],
            Filter = SubscriptionRules.FilterOf(webhookSubscription),
            Name = webhookSubscription.Name,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return admin.Installation.Subscriptions.Add(subscription)
            ? Accepted(admin, subscription)
            : Refused(SubscriptionRules.Taken);
    }

    [GraphQLMetadata("webhookSubscriptionUpdate")]
    public object WebhookSubscriptionUpdate(
        IResolveFieldContext context, string id, SubscriptionInput webhookSubscription)
    {
        var admin = AdminContext.Of(context);
        if (SubscriptionRules.Refuse(webhookSubscription) is { } invalid) return Refused(invalid);
        var (changed, taken) = admin.Installation.Subscriptions.Change(
            id, subscription => Changed(context, webhookSubscription, subscription) with
            {
                UpdatedAt = admin.Options.Clock.GetUtcNow(),
            });
        if (taken) return Refused(SubscriptionRules.Taken);
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

    // What is left out stays; what is said to be null is cleared.
    private static Subscription Changed(
        IResolveFieldContext context, SubscriptionInput input, Subscription subscription)
    {
        var said = context.Arguments?["webhookSubscription"].Value as IDictionary<string, object?>;
        return subscription with
        {
            Uri = input.Address ?? subscription.Uri,
            Format = input.Format ?? subscription.Format,
            IncludeFields = Says("includeFields") ? input.IncludeFields ?? [] : subscription.IncludeFields,
            MetafieldNamespaces = Says("metafieldNamespaces")
                ? input.MetafieldNamespaces ?? [] : subscription.MetafieldNamespaces,
            Name = input.Name ?? subscription.Name,
            Filter = Says("filter") ? SubscriptionRules.FilterOf(input) : subscription.Filter,
        };

        bool Says(string field) => said?.ContainsKey(field) ?? false;
    }

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
