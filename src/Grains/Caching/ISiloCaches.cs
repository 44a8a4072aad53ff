using Orleans.Services;
using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Grains.Caching;

/// <summary>Reaches what one silo keeps in memory by installation from another.</summary>
[Alias(Aliases.ISiloCaches)]
internal interface ISiloCaches : IGrainService
{
    /// <summary>Drops what the silo's caches hold of an installation: all of them, or the one named.</summary>
    /// <returns>How many entries each dropped.</returns>
    [Alias("Clear")]
    Task<CacheCount[]> ClearAsync(Guid installation, string? cache);

    /// <summary>Counts what the silo's caches hold of an installation: all of them, or the one named.</summary>
    [Alias("Count")]
    Task<CacheCount[]> CountAsync(Guid installation, string? cache);
}
