namespace Shopkeeper.EndToEnd.Tests.Failover;

/// <summary>How a silo goes away.</summary>
public enum Ending
{
    /// <summary>SIGKILL, as by a power cut.</summary>
    Kill,

    /// <summary>SIGTERM, as in a release.</summary>
    Stop,

    /// <summary>SIGSTOP: it hangs, and wakes when others have its work.</summary>
    Hang,
}
