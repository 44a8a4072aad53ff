using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Sessions;

/// <summary>Sessions of users and of the installation itself, encrypted under the installation's data key.</summary>
public interface ISessionStore
{
    /// <summary>Inserts or replaces the session of that id. Guarded.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task SaveAsync(InstallationId installation, StoredSession session, CancellationToken cancellationToken);

    /// <summary>Keeps a user's online token with his session, in place of the one before. Guarded.</summary>
    /// <param name="installation">The installation.</param>
    /// <param name="sessionId">The session, by <see cref="SessionIds.OfUser"/>.</param>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task SaveOnlineAsync(
        InstallationId installation, string sessionId, OnlineToken token, CancellationToken cancellationToken);

    /// <summary>
    /// The online token of a session, expired or not; null when there is none. An expired one is dropped by and by.
    /// </summary>
    Task<OnlineToken?> FindOnlineAsync(
        InstallationId installation, string sessionId, CancellationToken cancellationToken);

    /// <summary>The installation's sessions, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<StoredSession>> ListAsync(
        InstallationId installation, int limit, CancellationToken cancellationToken);
}
