namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>What an end leaves.</summary>
public enum TeardownKind
{
    /// <summary>Nothing: access ends with the data.</summary>
    Uninstall = 1,

    /// <summary>The access, for a new stay.</summary>
    Reset = 2,
}
