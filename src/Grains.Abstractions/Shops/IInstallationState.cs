namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>
/// Grain state that names the installation it belongs to. The grain storage reads it into a column of its own, and
/// writes such state only while that installation is current.
/// </summary>
public interface IInstallationState
{
    /// <summary>The installation that the state belongs to.</summary>
    InstallationId InstallationId { get; }
}
