using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>The table <c>jobs</c>: what its statements do, without a process that asks.</summary>
internal sealed class JobTable(SimulatedDatabase db)
{
    // The codes with which jobs wait for their shop, as installations/wake-jobs lists them.
    private static readonly HashSet<string> Waiting =
    [
        "shopify-dormant", "shopify-unauthorized", "token-expired", "refresh-refused-once", "refresh-refused",
        "refresh-token-expired", "app-not-installed", "client-refused",
    ];

    /// <summary>In the order in which they were put in.</summary>
    public List<JobRow> Rows { get; } = [];

    /// <summary>Every row that was ever put in: what was done is known even after it is erased.</summary>
    public List<JobRow> History { get; } = [];

    public List<JobRow> Of(InstallationId installation) => Rows.FindAll(row => row.Installation == installation);

    /// <summary>True while the runner holds the lease of a job.</summary>
    public bool IsAtWork(string runner) =>
        Rows.Exists(row => row.Status == JobStatus.Running && row.Runner == runner && row.LeaseUntil > db.Now);

    public JobRow? Find(Guid job) => Rows.Find(row => row.Id == job);

    /// <summary><c>jobs/insert</c>, and <c>jobs/find-order</c> behind it: once for each id and each key.</summary>
    public (JobRow Row, bool Created) Insert(InstallationId installation, NewJob job)
    {
        db.RequireCurrent(installation, "jobs");
        var known = Rows.Find(row => row.Installation == installation && (row.Job.Id == job.Id
            || (job.IdempotencyKey is { } key && row.Job.Kind == job.Kind && row.Job.IdempotencyKey == key)));
        if (known is not null) return (known, false);
        var row = new JobRow
        {
            Id = db.NewId(),
            Job = job,
            Installation = installation,
            CreatedAt = db.Now,
            RunAt = job.RunAt ?? db.Now,
        };
        Rows.Add(row);
        History.Add(row);
        return (row, true);
    }

    /// <summary><c>jobs/claim</c>: one after the other, those due longest first.</summary>
    public List<ClaimedJob> Claim(InstallationId installation, JobClaim claim)
    {
        var claimed = new List<ClaimedJob>();
        while (claimed.Count < claim.Limit && FindDue(installation, claim) is { } row) claimed.Add(Claim(row, claim));
        return claimed;
    }

    /// <summary><c>jobs/put-off</c>.</summary>
    public int PutOff(InstallationId installation, IReadOnlyList<string> kinds, TimeSpan delay)
    {
        var now = db.Now;
        var due = Of(installation).FindAll(
            row => row.Status == JobStatus.Queued && row.RunAt <= now && kinds.Contains(row.Job.Kind));
        foreach (var row in due) row.RunAt = now + delay;
        return due.Count;
    }

    /// <summary><c>jobs/finish</c>: who was asked to stop does not go back to the queue.</summary>
    public bool Finish(JobRow row, JobEnd end)
    {
        var again = end.Status == JobStatus.Queued && !row.CancelRequested;
        row.Status = end.Status == JobStatus.Queued && row.CancelRequested ? JobStatus.Cancelled : end.Status;
        row.RunAt = again ? db.Now + (end.RetryAfter ?? TimeSpan.Zero) : null;
        row.FinishedAt = again ? null : db.Now;
        if (!end.SpendsAttempt) row.Attempts--;
        (row.Progress, row.ErrorCode, row.Runner, row.LeaseUntil) = (end.Progress, end.ErrorCode, null, null);
        return true;
    }

    /// <summary><c>jobs/cancel-queued</c> for one row.</summary>
    public void Cancel(JobRow row)
    {
        (row.Status, row.CancelRequested) = (JobStatus.Cancelled, true);
        (row.RunAt, row.FinishedAt) = (null, db.Now);
    }

    /// <summary><c>jobs/abandon-all</c>.</summary>
    public int Abandon(InstallationId installation)
    {
        var running = Of(installation).FindAll(row => row.Status == JobStatus.Running);
        foreach (var row in running)
        {
            (row.Status, row.RunAt, row.FinishedAt) = (JobStatus.Abandoned, null, db.Now);
            (row.Runner, row.LeaseUntil) = (null, null);
        }

        return running.Count;
    }

    /// <summary><c>installations/wake-jobs</c>: those that waited for their shop are due at once.</summary>
    public void Wake(InstallationId installation)
    {
        var now = db.Now;
        foreach (var row in Rows)
        {
            if (row.Installation == installation && row.Status == JobStatus.Queued && row.RunAt > now
                && Waiting.Contains(row.ErrorCode ?? ""))
                row.RunAt = now;
        }
    }

    /// <summary><c>erasure/purge-jobs</c>, and the cascade of the installation's own row.</summary>
    public int Purge(InstallationId installation) => Rows.RemoveAll(row => row.Installation == installation);

    private JobRow? FindDue(InstallationId installation, JobClaim claim)
    {
        var now = db.Now;
        JobRow? first = null;
        foreach (var row in Rows)
        {
            if (row.Installation == installation && row.IsDue(now) && !claim.ExceptKinds.Contains(row.Job.Kind)
                && (first is null || row.RunAt < first.RunAt))
                first = row;
        }

        return first;
    }

    private ClaimedJob Claim(JobRow row, JobClaim claim)
    {
        (row.Status, row.Runner, row.LeaseUntil) = (JobStatus.Running, claim.Runner, db.Now + claim.Lease);
        row.Attempts++;
        return new ClaimedJob
        {
            Id = row.Id,
            Installation = row.Installation,
            Kind = row.Job.Kind,
            Arguments = row.Job.Arguments,
            Attempt = row.Attempts,
            Runner = claim.Runner,
            CancelRequested = row.CancelRequested,
        };
    }
}
