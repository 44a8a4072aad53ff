using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.CachingApp;

/// <summary>The cache over HTTP.</summary>
internal static class CacheCalls
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static async Task<bool> SetAsync(CacheEntry entry, INamespacedCache cache, CancellationToken cancelled) =>
        await cache.SetAsync(new InstallationId(entry.Installation), entry.Key, entry.Value, Hour, cancelled);

    public static async Task<IResult> GetAsync(CacheEntry entry, INamespacedCache cache, CancellationToken cancelled) =>
        await cache.GetAsync<string>(new InstallationId(entry.Installation), entry.Key, cancelled) is { } value
            ? TypedResults.Ok(value)
            : TypedResults.NotFound();

    /// <summary>What this process holds in memory, by cache.</summary>
    public static Dictionary<string, int> Count(Guid installation, IEnumerable<IInstallationCache> caches) =>
        caches.ToDictionary(cache => cache.Name, cache => cache.Count(new InstallationId(installation)));
}
