using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>The stay that begins in the transaction of a reset's fence and takes over the access.</summary>
public sealed record Successor
{
    /// <summary>The new stay's id.</summary>
    public required InstallationId Id { get; init; }

    /// <summary>The shop of both stays: its lock is taken before the row of the one that ends is read.</summary>
    public required ShopDomain Shop { get; init; }

    /// <summary>The jobs that the new stay starts with, enqueued in the same transaction.</summary>
    public IReadOnlyList<NewJob> Jobs { get; init; } = [];
}
