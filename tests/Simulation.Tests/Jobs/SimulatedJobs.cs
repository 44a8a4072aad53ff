using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stays;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>The twin of <c>JobStore</c> and <c>JobLeases</c>: each transaction of them is one effect.</summary>
internal sealed class SimulatedJobs(Effects effects, SimulatedProcess process, StayTable database, JobTable table)
    : IJobStore
{
    public Task<(JobView Job, bool Created)> EnqueueAsync(
        InstallationId installation, NewJob job, CancellationToken cancellationToken) =>
        Guarded("jobs/insert", installation, () =>
        {
            var (row, created) = table.Insert(installation, job, database.Now);
            return (row.ToView(), created);
        });

    public Task<(int Queued, int Running)> CountOpenAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(process, "jobs/count-open", () => Count(installation));

    public Task<JobView?> FindAsync(InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        effects.Do(process, "jobs/find", () => Row(installation, job)?.ToView());

    public Task<Page<JobView>> ListAsync(
        InstallationId installation, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody lists jobs in a schedule.");

    public Task<IReadOnlyList<InstallationId>> FindDueInstallationsAsync(
        int limit, CancellationToken cancellationToken) =>
        effects.Do<IReadOnlyList<InstallationId>>(process, "jobs/find-due-installations", () =>
        [
            .. table.Rows
                .Where(row => row.IsDue(database.Now) && database.IsCurrent(row.Installation))
                .OrderBy(row => row.Sequence)
                .Select(row => row.Installation)
                .Distinct()
                .Take(limit),
        ]);

    public Task<IReadOnlyList<ClaimedJob>> ClaimAsync(
        InstallationId installation, JobClaim claim, CancellationToken cancellationToken) =>
        Guarded("jobs/claim", installation, () => table.Claim(installation, claim, database.Now));

    public Task<int> PutOffAsync(
        InstallationId installation, IReadOnlyList<string> kinds, TimeSpan delay,
        CancellationToken cancellationToken) =>
        Guarded("jobs/put-off", installation, () => table.PutOff(installation, kinds, delay, database.Now));

    public Task<LeaseState> RenewAsync(
        ClaimedJob job, TimeSpan lease, JobProgress progress, CancellationToken cancellationToken) =>
        Guarded("jobs/renew", job.Installation, () =>
        {
            if (table.Find(job.Id) is not { } row || !row.IsHeldBy(job)) return new LeaseState(false, false);
            (row.LeaseUntil, row.Progress) = (database.Now + lease, progress);
            return new LeaseState(true, row.CancelRequested);
        }).WaitAsync(cancellationToken);

    public Task<bool> FinishAsync(ClaimedJob job, JobEnd outcome, CancellationToken cancellationToken) =>
        effects.Do(process, "jobs/finish", () =>
            table.Find(job.Id) is { } row && row.IsHeldBy(job) && JobTable.Finish(row, outcome, database.Now))
            .WaitAsync(cancellationToken);

    public Task<JobView?> RequestCancelAsync(
        InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        Guarded("jobs/cancel", installation, () =>
        {
            if (Row(installation, job) is not { } row) return null;
            if (row.Status == JobStatus.Queued) JobTable.Cancel(row, database.Now);
            else if (row.Status == JobStatus.Running) row.CancelRequested = true;
            return row.ToView();
        });

    public async Task<(int Cancelled, int Running)> StopAllAsync(
        InstallationId installation, CancellationToken cancellationToken)
    {
        await effects.Do(process, "jobs/flag-all-running", () =>
        {
            foreach (var row in table.Of(installation).Where(row => row.Status == JobStatus.Running))
                row.CancelRequested = true;
        });
        var cancelled = await effects.Do(process, "jobs/cancel-all-queued", () =>
        {
            var queued = table.Of(installation).Where(row => row.Status == JobStatus.Queued).ToList();
            foreach (var row in queued) JobTable.Cancel(row, database.Now);
            return queued.Count;
        });
        return (cancelled, (await CountOpenAsync(installation, cancellationToken)).Running);
    }

    public Task<int> AbandonAllAsync(InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(process, "jobs/abandon-all", () => table.Abandon(installation, database.Now));

    private Task<T> Guarded<T>(string name, InstallationId installation, Func<T> work) =>
        effects.Do(process, name, () =>
        {
            database.Guard(installation);
            return work();
        });

    private JobRow? Row(InstallationId installation, Guid job) =>
        table.Find(job) is { } row && row.Installation == installation ? row : null;

    private (int Queued, int Running) Count(InstallationId installation)
    {
        var rows = table.Of(installation).ToList();
        return (
            rows.Count(row => row.Status == JobStatus.Queued),
            rows.Count(row => row.Status == JobStatus.Running && row.LeaseUntil > database.Now));
    }
}
