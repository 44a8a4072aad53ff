using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Jobs;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>Jobs as a teardown stops them. A running one acknowledges when it is asked, or never.</summary>
internal sealed class MemoryJobs(Faults faults) : IJobStore, IJobCancellation
{
    /// <summary>Jobs that run under a valid lease.</summary>
    public int Running { get; set; }

    /// <summary>True for jobs that ignore every cancellation.</summary>
    public bool IgnoresCancellation { get; set; }

    public int Cancellations { get; private set; }

    public int Abandoned { get; private set; }

    public Task CancelAsync(InstallationId installation, CancellationToken cancellationToken) =>
        faults.Around("jobs.cancel", () =>
        {
            Cancellations++;
            if (!IgnoresCancellation) Running = 0;
        });

    public Task CancelAsync(InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<(int Cancelled, int Running)> StopAllAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        faults.Around("jobs.stop", () => (0, Running));

    public Task<int> AbandonAllAsync(InstallationId installation, CancellationToken cancellationToken) =>
        faults.Around("jobs.abandon", () =>
        {
            var abandoned = Running;
            Abandoned += abandoned;
            Running = 0;
            return abandoned;
        });

    public Task<(JobView Job, bool Created)> EnqueueAsync(
        InstallationId installation, NewJob job, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<(int Queued, int Running)> CountOpenAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<JobView?> FindAsync(InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Page<JobView>> ListAsync(
        InstallationId installation, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<InstallationId>> FindDueInstallationsAsync(
        int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ClaimedJob>> ClaimAsync(
        InstallationId installation, JobClaim claim, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<int> PutOffAsync(
        InstallationId installation,
        IReadOnlyList<string> kinds,
        TimeSpan delay,
        CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<LeaseState> RenewAsync(
        ClaimedJob job, TimeSpan lease, JobProgress progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> FinishAsync(ClaimedJob job, JobEnd outcome, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<JobView?> RequestCancelAsync(
        InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
