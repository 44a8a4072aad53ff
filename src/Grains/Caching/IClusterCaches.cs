using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Caching;

/// <summary>
/// What all silos keep in memory by installation; a port, so that the saga runs without a cluster. Asked are the silos
/// that are in the membership at that moment and not declared dead. One that joins later begins with empty memory, and
/// the stores have nothing left that would get into it.
/// </summary>
internal interface IClusterCaches
{
    /// <summary>Has every silo drop what it holds of an installation: all of it, or one cache's part.</summary>
    Task<CachesAnswer> ClearAsync(InstallationId installation, string? cache, CancellationToken cancellationToken);

    /// <summary>Counts what every silo holds of an installation: all of it, or one cache's part.</summary>
    Task<CachesAnswer> CountAsync(InstallationId installation, string? cache, CancellationToken cancellationToken);
}
