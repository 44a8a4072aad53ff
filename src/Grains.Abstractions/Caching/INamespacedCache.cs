using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Caching;

/// <summary>
/// A cache for the app's own code, with a namespace for each installation that goes with the installation's end. Two
/// levels: the memory of this silo, and one that all silos share, the database or Redis. There is one in every silo.
/// </summary>
/// <remarks>
/// What this silo sets or removes it sees at once. Another silo may answer from its own memory for
/// <c>Cache:MemoryLifetime</c> longer (5 s unless set otherwise): a message to every silo for each write would cost
/// more than it saves, and could be lost all the same. Only an installation's end is told to every silo and
/// acknowledged by each. While the shared level is down, reads find nothing and writes are dropped, which is measured
/// and logged. Keys are 1 to <c>Cache:MaximumKeyLength</c> characters; they are stored as keyed hashes, and values
/// encrypted under the installation's data key.
/// </remarks>
public interface INamespacedCache
{
    /// <summary>Reads an entry.</summary>
    /// <returns>Null when there is none, it has expired, or the shared level does not answer.</returns>
    /// <exception cref="ArgumentException">The key is empty or too long.</exception>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(
        InstallationId installation, string key, CancellationToken cancellationToken);

    /// <summary>Writes an entry, in place of the one under its key.</summary>
    /// <param name="installation">Whose entry it is.</param>
    /// <param name="key">Names it within the installation.</param>
    /// <param name="value">
    /// At most <c>Cache:MaximumValueBytes</c>. A longer one is not stored, and what was under the key goes.
    /// </param>
    /// <param name="lifetime">How long it may be read: above zero, at most <c>Cache:MaximumLifetime</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// False when it was not stored: the value is too long, or the shared level does not answer, and then the entry
    /// before it may be read until its own lifetime is over.
    /// </returns>
    /// <exception cref="ArgumentException">Key or lifetime are outside their limits.</exception>
    /// <exception cref="InstallationEndedException">The installation has ended: nothing is written for it.</exception>
    ValueTask<bool> SetAsync(
        InstallationId installation,
        string key,
        ReadOnlyMemory<byte> value,
        TimeSpan lifetime,
        CancellationToken cancellationToken);

    /// <summary>Removes an entry. Twice is safe.</summary>
    /// <returns>
    /// False when the shared level does not answer: then the entry may be read until its lifetime is over.
    /// </returns>
    /// <exception cref="ArgumentException">The key is empty or too long.</exception>
    ValueTask<bool> RemoveAsync(InstallationId installation, string key, CancellationToken cancellationToken);

    /// <summary>
    /// Reads an entry, or makes and writes it. Callers that find none at the same time each make one. What was made is
    /// answered also when it could not be stored because it is too long or the shared level is down.
    /// </summary>
    /// <param name="installation">Whose entry it is.</param>
    /// <param name="key">Names it within the installation.</param>
    /// <param name="create">Makes the value; what it throws reaches the caller.</param>
    /// <param name="lifetime">How long it may be read: above zero, at most <c>Cache:MaximumLifetime</c>.</param>
    /// <param name="cancellationToken">Cancels the call; given to <paramref name="create"/> too.</param>
    /// <exception cref="ArgumentException">Key or lifetime are outside their limits.</exception>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    ValueTask<ReadOnlyMemory<byte>> GetOrCreateAsync(
        InstallationId installation,
        string key,
        Func<CancellationToken, Task<ReadOnlyMemory<byte>>> create,
        TimeSpan lifetime,
        CancellationToken cancellationToken);
}
