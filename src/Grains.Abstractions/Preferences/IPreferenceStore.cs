using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Preferences;

/// <summary>Preferences by user; the user's id is stored as a keyed hash, the value encrypted.</summary>
public interface IPreferenceStore
{
    /// <summary>The user's preferences, or null.</summary>
    Task<string?> FindAsync(InstallationId installation, string userId, CancellationToken cancellationToken);

    /// <summary>Inserts or replaces. Guarded.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task SaveAsync(InstallationId installation, string userId, string json, CancellationToken cancellationToken);

    /// <summary>Removes. Guarded. Twice is safe.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task DeleteAsync(InstallationId installation, string userId, CancellationToken cancellationToken);
}
