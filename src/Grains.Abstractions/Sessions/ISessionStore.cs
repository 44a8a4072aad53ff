using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Sessions;

/// <summary>Sessions of users and of the installation itself, encrypted under the installation's data key.</summary>
public interface ISessionStore
{
    /// <summary>Inserts or replaces the session of that id. Guarded.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task SaveAsync(InstallationId installation, StoredSession session, CancellationToken cancellationToken);

    /// <summary>The installation's sessions, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<StoredSession>> ListAsync(
        InstallationId installation, int limit, CancellationToken cancellationToken);
}
