using Orleans.Runtime.Messaging;

namespace Shopkeeper.Grains.Abstractions;

/// <summary>Tells faults of a call that are the cluster's from those that are the call's own.</summary>
public static class SiloFault
{
    /// <summary>
    /// True where a silo is gone or going, which says nothing of what was called: whether it was carried out is not
    /// known, and soon the actor is found, or begun, on another silo. A call that took too long is not among them:
    /// whoever waits for a silo that hangs is told as soon as it is declared dead.
    /// </summary>
    public static bool IsSiloGone(Exception? fault) =>
        fault is OrleansMessageRejectionException or SiloUnavailableException or ConnectionFailedException;
}
