namespace Shopkeeper.Grains.Abstractions.Configuration;

/// <summary>What became of a replacement.</summary>
public enum PutConfigurationOutcome
{
    /// <summary>The app is not installed.</summary>
    NotInstalled = 0,

    /// <summary>Replaced.</summary>
    Replaced = 1,

    /// <summary>Somebody replaced it first; the current document is answered.</summary>
    VersionMismatch = 2,
}
