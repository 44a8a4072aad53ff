namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>Where a job stands.</summary>
public enum JobStatus
{
    /// <summary>Waits for its turn, or for the time of its next attempt.</summary>
    Queued = 1,

    /// <summary>A runner holds its lease.</summary>
    Running = 2,

    /// <summary>Ended well.</summary>
    Completed = 3,

    /// <summary>Stopped on request; the runner has acknowledged it, or it never ran.</summary>
    Cancelled = 4,

    /// <summary>Failed for the last time.</summary>
    Failed = 5,

    /// <summary>Its runner did not acknowledge a cancellation in time. Whatever it still does is fenced.</summary>
    Abandoned = 6,
}
