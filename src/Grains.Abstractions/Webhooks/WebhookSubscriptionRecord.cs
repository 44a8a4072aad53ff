namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// A subscription that we made in a shop through the Admin API, or one that is wanted and was refused.
/// </summary>
[GenerateSerializer, Immutable, Alias(Aliases.WebhookSubscriptionRecord)]
public sealed record WebhookSubscriptionRecord
{
    /// <summary>The topic, such as <c>orders/create</c>.</summary>
    [Id(0)]
    public required string Topic { get; init; }

    /// <summary>Where Shopify delivers.</summary>
    [Id(1)]
    public required string Uri { get; init; }

    /// <summary>Shopify's id (a GID); null while the subscription is wanted but not there.</summary>
    [Id(2)]
    public string? ShopifyId { get; init; }

    /// <summary>Why it is not there: a stable code; null when it is.</summary>
    [Id(3)]
    public string? MissingBecause { get; init; }

    /// <summary>When this was last compared with Shopify.</summary>
    [Id(4)]
    public required DateTimeOffset CheckedAt { get; init; }
}
