namespace Shopkeeper.Frontend.Operations;

/// <summary>What is left of a page of a shop's ended installations.</summary>
/// <param name="Shop">The shop's domain.</param>
/// <param name="Installations">The ended installations looked for.</param>
/// <param name="Stores">A count for every store, zeros too.</param>
/// <param name="Total">The sum; zero when nothing is left.</param>
/// <param name="NextCursor">What to send as <c>cursor</c> for the next part; null on the last.</param>
public sealed record ResidueView(
    string Shop, IReadOnlyList<Guid> Installations, IReadOnlyList<StoreView> Stores, long Total,
    string? NextCursor);
