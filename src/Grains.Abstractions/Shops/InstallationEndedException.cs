namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>
/// The guard's answer: the installation has ended (or never was), so nothing is written for it. Not a fault of the
/// store; whoever meets it drops the work.
/// </summary>
[GenerateSerializer, Alias(Aliases.InstallationEnded)]
public sealed class InstallationEndedException : Exception
{
    /// <summary>Names the installation that has ended.</summary>
    public InstallationEndedException(InstallationId installation)
        : base($"Installation {installation} has ended.") => Installation = installation;

    /// <summary>The installation that has ended.</summary>
    [Id(0)]
    public InstallationId Installation { get; }
}
