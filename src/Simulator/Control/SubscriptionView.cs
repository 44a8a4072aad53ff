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
}
