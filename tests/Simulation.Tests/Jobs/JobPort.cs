using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Simulation.Tests.Actors;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>
/// A process's way to the jobs; the twin of <c>JobStore</c> and <c>JobLeases</c>, and the word to the other silos.
/// </summary>
internal sealed class JobPort(
    SimulatedProcess process, Effects effects, SimulatedDatabase db, JobTable jobs, SimulatedCluster cluster)
    : IJobStore, IJobCancellation
{
    public Task<(JobView Job, bool Created)> EnqueueAsync(
        InstallationId installation, NewJob job, CancellationToken cancellationToken) =>
        Guarded("jobs.enqueue", installation, () =>
        {
            var (row, created) = jobs.Insert(installation, job);
            return (row.ToView(), created);
        });

    public Task<(int Queued, int Running)> CountOpenAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(process, "jobs.count-open", () => Count(installation));

    public Task<JobView?> FindAsync(InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        effects.Do(process, "jobs.find", () => Row(installation, job)?.ToView());

    public Task<Page<JobView>> ListAsync(
        InstallationId installation, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody lists jobs in a schedule.");

    public Task<IReadOnlyList<InstallationId>> FindDueInstallationsAsync(
        int limit, CancellationToken cancellationToken) =>
        effects.Do<IReadOnlyList<InstallationId>>(process, "jobs.find-due", () =>
        [
            .. jobs.Rows.Where(row => row.IsDue(db.Now) && db.IsCurrent(row.Installation))
                .Select(row => row.Installation)
                .Distinct()
                .Take(limit),
        ]);

    public Task<IReadOnlyList<ClaimedJob>> ClaimAsync(
        InstallationId installation, JobClaim claim, CancellationToken cancellationToken) =>
        Guarded<IReadOnlyList<ClaimedJob>>("jobs.claim", installation, () =>
        {
            db.RequireCurrent(installation, "jobs");
            return jobs.Claim(installation, claim);
        });

    public Task<int> PutOffAsync(
        InstallationId installation, IReadOnlyList<string> kinds, TimeSpan delay,
        CancellationToken cancellationToken) =>
        Guarded("jobs.put-off", installation, () => jobs.PutOff(installation, kinds, delay));

    public Task<LeaseState> RenewAsync(
        ClaimedJob job, TimeSpan lease, JobProgress progress, CancellationToken cancellationToken) =>
        Guarded("jobs.renew", job.Installation, () =>
        {
            if (jobs.Find(job.Id) is not { } row || !row.IsHeldBy(job)) return new LeaseState(false, false);
            (row.LeaseUntil, row.Progress) = (db.Now + lease, progress);
            return new LeaseState(true, row.CancelRequested);
        }).WaitAsync(cancellationToken);

    public Task<bool> FinishAsync(ClaimedJob job, JobEnd outcome, CancellationToken cancellationToken) =>
        effects.Do(process, "jobs.finish", () =>
        {
            if (jobs.Find(job.Id) is not { } row || !row.IsHeldBy(job)) return false;
            if (outcome is { Status: JobStatus.Queued, ErrorCode: null }) cluster.OnGivenBack(process, outcome);
            return jobs.Finish(row, outcome);
        }).WaitAsync(cancellationToken);

    public Task<JobView?> RequestCancelAsync(
        InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        Guarded("jobs.request-cancel", installation, () =>
        {
            if (Row(installation, job) is not { } row) return null;
            if (row.Status == JobStatus.Queued) jobs.Cancel(row);
            else if (row.Status == JobStatus.Running) row.CancelRequested = true;
            return row.ToView();
        });

    public async Task<(int Cancelled, int Running)> StopAllAsync(
        InstallationId installation, CancellationToken cancellationToken)
    {
        await effects.Do(process, "jobs.flag-all-running", () =>
        {
            foreach (var row in jobs.Of(installation))
            {
                if (row.Status == JobStatus.Running) row.CancelRequested = true;
            }
        });
        var cancelled = await effects.Do(process, "jobs.cancel-all-queued", () =>
        {
            var queued = jobs.Of(installation).FindAll(row => row.Status == JobStatus.Queued);
            foreach (var row in queued) jobs.Cancel(row);
            return queued.Count;
        });
        return (cancelled, (await CountOpenAsync(installation, cancellationToken)).Running);
    }

    public Task<int> AbandonAllAsync(InstallationId installation, CancellationToken cancellationToken) =>
        effects.Do(process, "jobs.abandon", () => jobs.Abandon(installation));

    public Task CancelAsync(InstallationId installation, CancellationToken cancellationToken) =>
        TellAsync(installation, jobs.Of(installation).FindAll(row => row.Status == JobStatus.Running)
            .ConvertAll(row => row.Id));

    public Task CancelAsync(InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        TellAsync(installation, [job]);

    // One word after the other, in an order that the seed gives: a runner itself keeps none.
    private Task<bool> TellAsync(InstallationId installation, List<Guid> told) =>
        effects.Do(process, "silos.cancel-jobs", () =>
        {
            foreach (var silo in cluster.Silos)
            {
                cluster.Kernel.Enqueue(silo.Process, _ =>
                {
                    foreach (var job in told) silo.Parts.Jobs.Runner.Cancel(installation, job);
                }, null);
            }

            return true;
        }, _ => false);

    private Task<T> Guarded<T>(string name, InstallationId installation, Func<T> work) =>
        effects.Do(process, name, () =>
        {
            db.Guard(installation);
            return work();
        });

    private JobRow? Row(InstallationId installation, Guid job) => jobs.Rows.Find(
        row => row.Installation == installation && (row.Id == job || row.Job.Id == job));

    private (int Queued, int Running) Count(InstallationId installation)
    {
        var (queued, running, now) = (0, 0, db.Now);
        foreach (var row in jobs.Rows)
        {
            if (row.Installation != installation) continue;
            if (row.Status == JobStatus.Queued) queued++;
            else if (row.Status == JobStatus.Running && row.LeaseUntil > now) running++;
        }

        return (queued, running);
    }
}
