using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A process's way to the jobs, as far as installs, deliveries and teardowns go.</summary>
internal sealed class JobPort(SimulatedProcess process, Effects effects, SimulatedDatabase db, JobTable jobs)
    : IJobStore, IJobCancellation
{
    public Task<(JobView Job, bool Created)> EnqueueAsync(
        InstallationId installation, NewJob job, CancellationToken cancellationToken) =>
        effects.Do(process, "jobs.enqueue", () =>
        {
            db.Guard(installation);
            var (row, created) = jobs.Insert(installation, job);
            return (View(row), created);
        });

    public Task<(int Cancelled, int Running)> StopAllAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(process, "jobs.stop", () =>
        {
            var (cancelled, running) = (0, 0);
            foreach (var row in jobs.Rows.Where(row => row.Installation == installation))
            {
                if (row.Status == JobStatus.Queued)
                {
                    row.Status = JobStatus.Cancelled;
                    cancelled++;
                }

                if (row.Status != JobStatus.Running) continue;
                row.CancelRequested = true;
                if (row.LeaseUntil > db.Now) running++;
            }

            return (cancelled, running);
        });

    public Task<int> AbandonAllAsync(InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(process, "jobs.abandon", () =>
        {
            var running = jobs.Rows.FindAll(
                row => row.Installation == installation && row.Status == JobStatus.Running);
            foreach (var row in running) (row.Status, row.Lease) = (JobStatus.Abandoned, null);
            return running.Count;
        });

    public Task CancelAsync(InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(process, "jobs.cancel", () => { });

    public Task<(int Queued, int Running)> CountOpenAsync(
        InstallationId installation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<JobView?> FindAsync(InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Page<JobView>> ListAsync(
        InstallationId installation, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<InstallationId>> FindDueInstallationsAsync(
        int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ClaimedJob>> ClaimAsync(
        InstallationId installation, JobClaim claim, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<int> PutOffAsync(
        InstallationId installation, IReadOnlyList<string> kinds, TimeSpan delay,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LeaseState> RenewAsync(
        ClaimedJob job, TimeSpan lease, JobProgress progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> FinishAsync(ClaimedJob job, JobEnd outcome, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<JobView?> RequestCancelAsync(
        InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private static JobView View(JobRow row) => new()
    {
        Id = row.Job.Id,
        Kind = row.Job.Kind,
        Status = row.Status,
        Attempts = row.Attempts,
        CreatedAt = row.CreatedAt,
    };
}
