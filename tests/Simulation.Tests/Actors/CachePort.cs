using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Caching;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Simulation.Tests.World;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>A process's way to what all silos keep in memory, and to the cache that they share.</summary>
internal sealed class CachePort(SimulatedWorld world, SimulatedSilo asking) : IClusterCaches, ISharedCache
{
    public string Store => "cache:shared";

    public Task<CachesAnswer> ClearAsync(
        InstallationId installation, string? cache, CancellationToken cancellationToken) =>
        AskAllAsync("clear", cache, activations => activations.Clear(installation));

    public Task<CachesAnswer> CountAsync(
        InstallationId installation, string? cache, CancellationToken cancellationToken) =>
        AskAllAsync("count", cache, activations => activations.Count(installation));

    public Task<long> ClearAsync(InstallationId installation, CancellationToken cancellationToken) =>
        world.Kernel.Effects.DoOrThrow(asking.Process, "cache.clear", () =>
        {
            world.SharedCache.Remove(installation, out var count);
            return count;
        }, _ => new CacheUnavailableException("connection"));

    public Task<long> CountAsync(InstallationId installation, CancellationToken cancellationToken) =>
        world.Kernel.Effects.DoOrThrow(
            asking.Process, "cache.count", () => world.SharedCache.GetValueOrDefault(installation),
            _ => new CacheUnavailableException("connection"));

    public Task<CachedValue?> FindAsync(InstallationId installation, string key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task SaveAsync(
        InstallationId installation, string key, ReadOnlyMemory<byte> value, TimeSpan lifetime,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemoveAsync(InstallationId installation, string key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task PingAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    // Each silo that lives at that moment answers, or is missing: one that dies takes its memory with it.
    private async Task<CachesAnswer> AskAllAsync(string operation, string? cache, Func<ShopActivations, int> ask)
    {
        var total = 0;
        string? missing = null;
        foreach (var silo in world.Cluster.Silos.ToArray())
        {
            var answer = await world.Kernel.Effects.Do<int?>(
                asking.Process, $"memory.{operation}",
                () => silo.Process.IsAlive ? ask(silo.Parts.Activations) : 0, _ => null);
            if (answer is null) missing = OutcomeCodes.SiloUnreachable;
            total += answer ?? 0;
        }

        return new CachesAnswer
        {
            Counts = [StoreCounts.Of($"cache:{cache ?? ShopActivations.CacheName}", total)],
            Missing = missing,
        };
    }
}
