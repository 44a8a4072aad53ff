using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown;

/// <summary>Adds up counts by store.</summary>
internal static class StoreCounts
{
    public static StoreCount Of(string store, long count) => new() { Store = store, Count = count };

    /// <summary>
    /// The sum by store, in the order in which the stores first appear. Zeros stay: they say what was counted.
    /// </summary>
    public static IReadOnlyList<StoreCount> Add(IEnumerable<StoreCount> first, IEnumerable<StoreCount> second) =>
    [
        .. first.Concat(second)
            .GroupBy(count => count.Store, StringComparer.Ordinal)
            .Select(group => Of(group.Key, group.Sum(count => count.Count))),
    ];

    public static long Total(IEnumerable<StoreCount> counts) => counts.Sum(count => count.Count);
}
