using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Caching;

/// <summary>Everything that this silo keeps in memory by installation.</summary>
internal sealed partial class OwnCaches(IEnumerable<IInstallationCache> caches, ILogger<OwnCaches> logger)
{
    private readonly IInstallationCache[] _caches = [.. caches];

    public CacheCount[] Clear(InstallationId installation, string? only) => Each(only, cache =>
    {
        var count = cache.Clear(installation);
        LogCleared(installation, cache.Name, count);
        return count;
    });

    public CacheCount[] Count(InstallationId installation, string? only) =>
        Each(only, cache => cache.Count(installation));

    private CacheCount[] Each(string? only, Func<IInstallationCache, int> work) =>
    [
        .. _caches.Where(cache => only is null || cache.Name == only)
            .Select(cache => new CacheCount { Cache = cache.Name, Count = work(cache) }),
    ];
}
