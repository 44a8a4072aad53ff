using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>The durable queue of all installations' jobs. Leases are timed by the database's clock.</summary>
public interface IJobStore
{
    /// <summary>Enqueues a job unless one with the same kind and key is there. Guarded.</summary>
    /// <returns>The job that stands for the order, and whether it is new.</returns>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<(JobView Job, bool Created)> EnqueueAsync(
        InstallationId installation, NewJob job, CancellationToken cancellationToken);

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
    /// Gives at most <see cref="JobClaim.Limit"/> due jobs, oldest first, to a runner under leases; jobs whose lease
    /// expired count as due. Guarded. Jobs of <see cref="JobClaim.ExceptKinds"/> are passed over.
    /// </summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<IReadOnlyList<ClaimedJob>> ClaimAsync(
        InstallationId installation, JobClaim claim, CancellationToken cancellationToken);

    /// <summary>Puts off the installation's due jobs of these kinds; no attempt is spent. Guarded.</summary>
    /// <returns>How many were put off.</returns>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<int> PutOffAsync(
        InstallationId installation,
        IReadOnlyList<string> kinds,
        TimeSpan delay,
        CancellationToken cancellationToken);

    /// <summary>Renews a lease and writes progress. Guarded, so that a runner learns of the fence.</summary>
    /// <returns>Whether the lease is still the runner's, and whether the job was asked to stop.</returns>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<LeaseState> RenewAsync(
        ClaimedJob job, TimeSpan lease, JobProgress progress, CancellationToken cancellationToken);

    /// <summary>
    /// Ends an attempt under the runner's lease: the acknowledgement of a cancellation, too. Outside the guard, since
    /// the acknowledgement is due after the fence; it only ever updates the row that the runner holds.
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
