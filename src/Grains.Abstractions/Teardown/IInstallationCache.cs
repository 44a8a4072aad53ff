using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>
/// Something that this process keeps in memory by installation: unwrapped data keys, say. Register it with
/// <c>services.AddSingleton&lt;IInstallationCache, …&gt;()</c>; a teardown clears all of them.
/// </summary>
public interface IInstallationCache
{
    /// <summary>A stable kebab-case name; it stands in logs and certificates.</summary>
    string Name { get; }

    /// <summary>How many entries it holds of the installation.</summary>
    int Count(InstallationId installation);

    /// <summary>Drops all entries of the installation. Twice is safe.</summary>
    /// <returns>How many were dropped.</returns>
    int Clear(InstallationId installation);
}
