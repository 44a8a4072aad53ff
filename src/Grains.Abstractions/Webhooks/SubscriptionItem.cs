using System.Collections.Immutable;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>A wanted subscription, what stands at Shopify, and why they differ.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.SubscriptionItem)]
public sealed record SubscriptionItem
{
    /// <summary>The name in the configuration.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The topic.</summary>
    [Id(1)]
    public required string Topic { get; init; }

    /// <summary>Where Shopify delivers.</summary>
    [Id(2)]
    public required string Uri { get; init; }

    /// <summary>The filter in Shopify's search syntax; null for none.</summary>
    [Id(3)]
    public string? Filter { get; init; }

    /// <summary>The fields that deliveries hold; empty for all.</summary>
    [Id(4)]
    public ImmutableArray<string> IncludeFields { get; init; } = [];

    /// <summary>The namespaces of metafields that deliveries hold.</summary>
    [Id(5)]
    public ImmutableArray<string> MetafieldNamespaces { get; init; } = [];

    /// <summary>How they compare.</summary>
    [Id(6)]
    public required SubscriptionState State { get; init; }

    /// <summary>Why it is not in place: a stable code; null when it is.</summary>
    [Id(7)]
    public string? Reason { get; init; }

    /// <summary>Shopify's id; null without one.</summary>
    [Id(8)]
    public string? ShopifyId { get; init; }

    /// <summary>When it was last compared; null when it never was.</summary>
    [Id(9)]
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>What stood at Shopify when it was last compared; null when nothing did, or it is not known.</summary>
    [Id(10)]
    public ActualSubscription? Actual { get; init; }
}
