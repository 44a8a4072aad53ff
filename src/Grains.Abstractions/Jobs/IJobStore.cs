using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>The durable queue of all installations' jobs. Leases are timed by the database's clock.</summary>
public interface IJobStore
{
    /// <summary>Enqueues a job unless one with the same kind and key is there. Guarded.</summary>
    /// <returns>The job that stands for the order, and whether it is new.</returns>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<(JobView Job, bool Created)> EnqueueAsync(InstallationId installation, NewJob job, CancellationToken cancellationToken);

    /// <summary>How many jobs of the installation are queued and how many run under a valid lease.</summary>
    Task<(int Queued, int Running)> CountOpenAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>One job of an installation.</summary>
    Task<JobView?> FindAsync(InstallationId installation, Guid job, CancellationToken cancellationToken);

    /// <summary>An installation's jobs, newest first.</summary>
    Task<Page<JobView>> ListAsync(InstallationId installation, PageRequest page, CancellationToken cancellationToken);

    /// <summary>
    /// Distinct current installations with a queued job that is due, or a running one whose lease has expired, at most
    /// <paramref name="limit"/>.
    /// </summary>
    Task<IReadOnlyList<InstallationId>> FindDueInstallationsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Gives at most <see cref="JobClaim.Limit"/> due jobs, oldest first, to a runner under leases; jobs whose lease expired
    /// count as due. Guarded. Jobs of <see cref="JobClaim.ExceptKinds"/> are passed over.
    /// </summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<IReadOnlyList<ClaimedJob>> ClaimAsync(
        InstallationId installation, JobClaim claim, CancellationToken cancellationToken);

    /// <summary>Renews a lease and writes progress. Guarded, so that a runner learns of the fence.</summary>
    /// <returns>Whether the lease is still the runner's, and whether the job was asked to stop.</returns>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<LeaseState> RenewAsync(ClaimedJob job, TimeSpan lease, JobProgress progress, CancellationToken cancellationToken);

    /// <summary>
    /// Ends an attempt under the runner's lease: the acknowledgement of a cancellation, too. Outside the guard, since the
    /// acknowledgement is due after the fence; it only ever updates the row that the runner holds.
    /// </summary>
    /// <returns>False when the lease was no longer the runner's: nothing was written.</returns>
    Task<bool> FinishAsync(ClaimedJob job, JobEnd outcome, CancellationToken cancellationToken);

    /// <summary>Cancels a queued job, or flags a running one. Guarded.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<JobView?> RequestCancelAsync(InstallationId installation, Guid job, CancellationToken cancellationToken);

    /// <summary>For a teardown: cancels all queued jobs and flags all running ones. Twice is safe.</summary>
    /// <returns>How many were cancelled, and how many run under a valid lease.</returns>
    Task<(int Cancelled, int Running)> StopAllAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>For a teardown: marks all jobs that still run as abandoned.</summary>
    Task<int> AbandonAllAsync(InstallationId installation, CancellationToken cancellationToken);
}

/// <summary>What a runner asks for.</summary>
/// <param name="Runner">The runner that takes the leases.</param>
/// <param name="Limit">How many jobs at most.</param>
/// <param name="Lease">How long each lease lasts, by the database's clock.</param>
public sealed record JobClaim(string Runner, int Limit, TimeSpan Lease)
{
    /// <summary>Kinds that are not wanted now, because as many of them run as may.</summary>
    public IReadOnlyList<string> ExceptKinds { get; init; } = [];
}

/// <summary>A job given to a runner.</summary>
public sealed record ClaimedJob
{
    /// <summary>The job's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose job it is.</summary>
    public required InstallationId Installation { get; init; }

    /// <summary>The handler's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>A JSON object.</summary>
    public required string Arguments { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The runner that holds the lease.</summary>
    public required string Runner { get; init; }

    /// <summary>True when it was asked to stop before it was claimed (its earlier runner died).</summary>
    public bool CancelRequested { get; init; }
}

/// <summary>What a renewal found.</summary>
/// <param name="Held">False when another runner has the job, or it ended: stop at once.</param>
/// <param name="CancelRequested">True when the job was asked to stop.</param>
public readonly record struct LeaseState(bool Held, bool CancelRequested);

/// <summary>How far a job is.</summary>
/// <param name="Done">Items done.</param>
/// <param name="Total">Items in all, where known.</param>
public readonly record struct JobProgress(long Done, long? Total);

/// <summary>The end of an attempt.</summary>
/// <param name="Status">Completed, cancelled, failed, or queued for another attempt.</param>
/// <param name="Progress">The last progress.</param>
/// <param name="ErrorCode">A stable code of the failure.</param>
/// <param name="RetryAfter">For a queued one, how long to wait.</param>
public sealed record JobEnd(JobStatus Status, JobProgress Progress, string? ErrorCode = null, TimeSpan? RetryAfter = null)
{
    /// <summary>
    /// False for a job that goes back to the queue through no fault of its own (the service stops): the attempt that the
    /// claim counted is taken off again.
    /// </summary>
    public bool SpendsAttempt { get; init; } = true;
}
