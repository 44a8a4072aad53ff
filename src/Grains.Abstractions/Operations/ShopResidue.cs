using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>What is left of some of a shop's ended installations, and on the first page of the shop itself.</summary>
/// <param name="Installations">The ended installations looked for, newest first.</param>
/// <param name="Stores">A count for every store, zeros too. What a store keeps by the shop is counted once.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record ShopResidue(
    IReadOnlyList<InstallationId> Installations, IReadOnlyList<StoreCount> Stores, string? NextCursor);
