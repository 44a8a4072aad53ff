using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Abstractions.Caching;

/// <summary>Counts the shared level where the database's own counts don't.</summary>
public static class SharedCacheCounts
{
    /// <summary>What stores that are no tables of the database begin with in counts.</summary>
    public const string Prefix = "cache:";

    /// <summary>The shared level's count; nothing where it is a table, which is counted with the others.</summary>
    /// <exception cref="CacheUnavailableException">The shared level does not answer.</exception>
    public static async Task<IReadOnlyList<StoreCount>> CountOutsideAsync(
        this ISharedCache cache, InstallationId installation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        if (!cache.Store.StartsWith(Prefix, StringComparison.Ordinal)) return [];
        var count = await cache.CountAsync(installation, cancellationToken);
        return [new StoreCount { Store = cache.Store, Count = count }];
    }
}
