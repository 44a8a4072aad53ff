using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Frontend.Operations;

/// <summary>How much a store holds.</summary>
/// <param name="Store">The store.</param>
/// <param name="Count">Rows, files or entries.</param>
public sealed record StoreView(string Store, long Count)
{
    internal static StoreView[] Of(IReadOnlyList<StoreCount> counts) =>
        [.. counts.Select(count => new StoreView(count.Store, count.Count))];
}
