using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Caching;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>Two silos with memory; one may be slow to answer, or leave.</summary>
internal sealed class MemorySilos(MemoryCache own) : IClusterCaches
{
    private readonly MemoryCache _other = new();

    /// <summary>How often the other silo does not answer, from now on.</summary>
    public int Unreachable { get; set; }

    /// <summary>Activations of the shop that are left, and how often they are found before they are gone.</summary>
    public int Activations { get; set; }

    public MemoryCache Other => _other;

    public Task<CachesAnswer> ClearAsync(
        InstallationId installation, string? cache, CancellationToken cancellationToken) =>
        AnswerAsync(cache, memory => memory.Clear(installation));

    public Task<CachesAnswer> CountAsync(
        InstallationId installation, string? cache, CancellationToken cancellationToken) =>
        AnswerAsync(cache, memory => memory.Count(installation));

    private Task<CachesAnswer> AnswerAsync(string? cache, Func<MemoryCache, int> ask)
    {
        if (cache == ShopActivations.CacheName)
        {
            var left = Activations > 0 ? Activations-- : 0;
            return Task.FromResult(new CachesAnswer { Counts = [StoreCounts.Of($"cache:{cache}", left)] });
        }

        var missing = Unreachable > 0 && Unreachable-- > 0;
        var count = ask(own) + (missing ? 0 : ask(_other));
        return Task.FromResult(new CachesAnswer
        {
            Counts = [StoreCounts.Of($"cache:{own.Name}", count)],
            Missing = missing ? OutcomeCodes.SiloUnreachable : null,
        });
    }
}
