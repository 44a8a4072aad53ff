using System.Collections.Immutable;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>A shop's subscriptions: what is wanted, what is there, and when that is looked at next.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.SubscriptionOverview)]
public sealed record SubscriptionOverview
{
    /// <summary>By name.</summary>
    [Id(0)]
    public required ImmutableArray<SubscriptionItem> Items { get; init; }

    /// <summary>When they are compared next; null while Shopify refuses the grant.</summary>
    [Id(1)]
    public DateTimeOffset? NextCheckAt { get; init; }

    /// <summary>Why the last comparison came to no end: a stable code; null when it came to one.</summary>
    [Id(2)]
    public string? Failure { get; init; }

    /// <summary>When it failed.</summary>
    [Id(3)]
    public DateTimeOffset? FailedAt { get; init; }
}
