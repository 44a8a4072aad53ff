namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>Where a teardown stands. A certified one is gone: its certificate answers for it.</summary>
public enum TeardownStatus
{
    /// <summary>The end is claimed, and being confirmed; the installation is still current.</summary>
    Confirming = 1,

    /// <summary>The installation has ended; steps run.</summary>
    Running = 2,

    /// <summary>A step, or the confirmation, needs an operator.</summary>
    Stalled = 3,

    /// <summary>The certificate is there.</summary>
    Certified = 4,
}
