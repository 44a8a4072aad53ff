using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>A shop in detail.</summary>
public sealed record ShopDetail
{
    /// <summary>As in the list.</summary>
    public required ShopSummary Summary { get; init; }

    /// <summary>The access scopes granted, comma separated.</summary>
    public required string Scopes { get; init; }

    /// <summary>How many webhook subscriptions are wanted in the shop and, as far as is known, not there.</summary>
    public required long WebhooksMissing { get; init; }

    /// <summary>How many rows each store holds for the newest installation.</summary>
    public required IReadOnlyList<StoreCount> Stores { get; init; }

    /// <summary>Teardowns of the shop that are not certified.</summary>
    public required IReadOnlyList<TeardownRecord> Teardowns { get; init; }
}
