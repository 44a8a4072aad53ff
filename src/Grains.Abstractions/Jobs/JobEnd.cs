namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>The end of an attempt.</summary>
/// <param name="Status">Completed, cancelled, failed, or queued for another attempt.</param>
/// <param name="Progress">The last progress.</param>
/// <param name="ErrorCode">A stable code of the failure.</param>
/// <param name="RetryAfter">For a queued one, how long to wait.</param>
public sealed record JobEnd(
    JobStatus Status, JobProgress Progress, string? ErrorCode = null, TimeSpan? RetryAfter = null)
{
    /// <summary>
    /// False for a job that goes back to the queue through no fault of its own (the service stops): the attempt that
    /// the claim counted is taken off again.
    /// </summary>
    public bool SpendsAttempt { get; init; } = true;
}
