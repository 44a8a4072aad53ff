using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// The newest that was handled of each resource, by installation and group. Kept as long as dead letters are: nothing
/// older can come.
/// </summary>
public interface ISeenResources
{
    /// <summary>What was seen of a resource; null when nothing was.</summary>
    Task<SeenResource?> FindAsync(
        InstallationId installation, string resourceGroup, byte[] resourceHash, CancellationToken cancellationToken);

    /// <summary>Notes what was handled, unless a newer one is noted already. Guarded.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task NoteAsync(
        InstallationId installation, string resourceGroup, byte[] resourceHash, SeenResource seen,
        CancellationToken cancellationToken);
}
