using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Caching;

/// <summary>
/// The level of the cache that all silos share: a table of the database, or Redis. Keys stand in it as keyed hashes,
/// values encrypted under the installation's data key.
/// </summary>
/// <remarks>
/// Every member throws <see cref="CacheUnavailableException"/> when the level does not answer, and
/// <see cref="StorageUnavailableException"/> when the database does not.
/// </remarks>
public interface ISharedCache
{
    /// <summary>The store's name in counts: <c>cache_entries</c> or <c>cache:redis</c>.</summary>
    string Store { get; }

    /// <summary>Reads an entry that has not expired, by the clock of the shared level.</summary>
    Task<CachedValue?> FindAsync(InstallationId installation, string key, CancellationToken cancellationToken);

    /// <summary>
    /// Inserts or replaces an entry. An installation that is full (<c>Cache:EntriesPerInstallation</c>) loses what
    /// would expire next.
    /// </summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task SaveAsync(
        InstallationId installation,
        string key,
        ReadOnlyMemory<byte> value,
        TimeSpan lifetime,
        CancellationToken cancellationToken);

    /// <summary>Removes an entry. Twice is safe.</summary>
    Task RemoveAsync(InstallationId installation, string key, CancellationToken cancellationToken);

    /// <summary>
    /// Removes all entries of an ended installation, after which none can be written for it. Twice is safe.
    /// </summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="InvalidOperationException">The installation has not ended.</exception>
    Task<long> ClearAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>How many entries there are of the installation, expired ones that still stand there too.</summary>
    Task<long> CountAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>Whether the level answers: nothing when it does.</summary>
    Task PingAsync(CancellationToken cancellationToken);
}
