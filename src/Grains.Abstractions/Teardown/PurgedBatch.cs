namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>A batch of rows that an erasure deleted.</summary>
/// <param name="Counts">What was deleted, by store; empty when nothing was left.</param>
/// <param name="Place">
/// Where the next batch begins: it is handed over with the next call, and read by nobody else. Null when nothing was
/// ever deleted.
/// </param>
public sealed record PurgedBatch(IReadOnlyList<StoreCount> Counts, string? Place);
