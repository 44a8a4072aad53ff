using Shopkeeper.Simulator.Shops;
using Shopkeeper.Simulator.Webhooks;

namespace Shopkeeper.Simulator.Admin;

/// <summary>A subscription as GraphQL shows it. The names are those of the fields.</summary>
internal sealed record SubscriptionNode
{
    public required string Id { get; init; }

    public required string Topic { get; init; }

    public required string Uri { get; init; }

    public string CallbackUrl => Uri;

    public SubscriptionEndpoint Endpoint => SubscriptionEndpoint.Of(Uri);

    public string? Name { get; init; }

    public required IReadOnlyList<string> MetafieldNamespaces { get; init; }

    public required string Format { get; init; }

    public required IReadOnlyList<string> IncludeFields { get; init; }

    public string? Filter { get; init; }

    public required object ApiVersion { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public static SubscriptionNode Of(Subscription subscription, string apiVersion) => new()
    {
        Id = subscription.Id,
        Topic = WebhookTopics.ToEnum(subscription.Topic),
        Uri = subscription.Uri,
        Name = subscription.Name,
        MetafieldNamespaces = subscription.MetafieldNamespaces,
        Format = subscription.Format,
        IncludeFields = subscription.IncludeFields,
        Filter = subscription.Filter,
        ApiVersion = new { Handle = apiVersion },
        CreatedAt = subscription.CreatedAt,
        UpdatedAt = subscription.UpdatedAt,
    };
}
