namespace Shopkeeper.Simulator.Control;

/// <summary>A webhook subscription that the app created through the Admin API.</summary>
public sealed record SubscriptionView
{
    /// <summary>The global id, <c>gid://shopify/WebhookSubscription/…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The topic, such as <c>products/update</c>.</summary>
    public required string Topic { get; init; }

    /// <summary>Where deliveries go.</summary>
    public required string Uri { get; init; }

    /// <summary>The filter; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>The fields that deliveries hold; empty for all.</summary>
    public IReadOnlyList<string> IncludeFields { get; init; } = [];

    /// <summary>The namespaces of metafields that deliveries hold.</summary>
    public IReadOnlyList<string> MetafieldNamespaces { get; init; } = [];
}
