namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>What the end of an installation takes from each store, and what it hands on.</summary>
/// <param name="Erased">What an erasure will take, a count for every store, zeros too.</param>
/// <param name="Moved">
/// What goes to the new stay in a reset (grant, subscriptions, undelivered deliveries); empty for an uninstall.
/// </param>
public sealed record ErasurePlan(IReadOnlyList<StoreCount> Erased, IReadOnlyList<StoreCount> Moved);
