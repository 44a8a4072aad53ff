using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>The table <c>jobs</c>: what its statements do, without a process that asks.</summary>
internal sealed class JobTable
{
    // The codes with which jobs wait for their shop, as installations/wake-jobs lists them.
    private static readonly HashSet<string> Waiting =
    [
        "shopify-dormant", "shopify-unauthorized", "token-expired", "refresh-refused-once", "refresh-refused",
        "refresh-token-expired", "app-not-installed", "client-refused",
    ];

    private readonly Dictionary<Guid, JobRow> _rows = [];
    private long _sequence;

    public IEnumerable<JobRow> Rows => _rows.Values;

    public IEnumerable<JobRow> Of(InstallationId installation) =>
        _rows.Values.Where(row => row.Installation == installation);

    public JobRow? Find(Guid job) => _rows.GetValueOrDefault(job);

    /// <summary><c>jobs/insert</c>, and <c>jobs/find-order</c> behind it.</summary>
    public (JobRow Row, bool Created) Insert(InstallationId installation, NewJob job, DateTimeOffset now)
    {
        var known = Of(installation).FirstOrDefault(row => row.Job.Id == job.Id
            || (job.IdempotencyKey is { } key && row.Job.Kind == job.Kind && row.Job.IdempotencyKey == key));
        if (known is not null) return (known, false);
        var row = new JobRow
        {
            Job = job,
            Installation = installation,
            Sequence = ++_sequence,
            CreatedAt = now,
            RunAt = job.RunAt ?? now,
        };
        _rows.Add(job.Id, row);
        return (row, true);
    }

    /// <summary><c>jobs/claim</c>.</summary>
    public IReadOnlyList<ClaimedJob> Claim(InstallationId installation, JobClaim claim, DateTimeOffset now) =>
    [
        .. Of(installation)
            .Where(row => row.IsDue(now) && !claim.ExceptKinds.Contains(row.Job.Kind, StringComparer.Ordinal))
            .OrderBy(row => row.RunAt).ThenBy(row => row.Sequence)
            .Take(claim.Limit)
            .ToList()
            .Select(row => Claim(row, claim, now)),
    ];

    /// <summary><c>jobs/put-off</c>.</summary>
    public int PutOff(InstallationId installation, IReadOnlyList<string> kinds, TimeSpan delay, DateTimeOffset now)
    {
        var due = Of(installation)
            .Where(row => row.Status == JobStatus.Queued && row.RunAt <= now && kinds.Contains(row.Job.Kind))
            .ToList();
        foreach (var row in due) row.RunAt = now + delay;
        return due.Count;
    }

    /// <summary><c>jobs/finish</c>: who was asked to stop does not go back to the queue.</summary>
    public static bool Finish(JobRow row, JobEnd end, DateTimeOffset now)
    {
        var again = end.Status == JobStatus.Queued && !row.CancelRequested;
        row.Status = end.Status == JobStatus.Queued && row.CancelRequested ? JobStatus.Cancelled : end.Status;
        row.RunAt = again ? now + (end.RetryAfter ?? TimeSpan.Zero) : null;
        row.FinishedAt = again ? null : now;
        if (!end.SpendsAttempt) row.Attempts--;
        (row.Progress, row.ErrorCode, row.Runner, row.LeaseUntil) = (end.Progress, end.ErrorCode, null, null);
        return true;
    }

    /// <summary><c>jobs/cancel-queued</c> for one row.</summary>
    public static void Cancel(JobRow row, DateTimeOffset now)
    {
        (row.Status, row.CancelRequested) = (JobStatus.Cancelled, true);
        (row.RunAt, row.FinishedAt) = (null, now);
    }

    /// <summary><c>jobs/abandon-all</c>.</summary>
    public int Abandon(InstallationId installation, DateTimeOffset now)
    {
        var running = Of(installation).Where(row => row.Status == JobStatus.Running).ToList();
        foreach (var row in running)
        {
            (row.Status, row.RunAt, row.FinishedAt) = (JobStatus.Abandoned, null, now);
            (row.Runner, row.LeaseUntil) = (null, null);
        }

        return running.Count;
    }

    /// <summary><c>installations/wake-jobs</c>: those that waited for their shop are due at once.</summary>
    public int Wake(InstallationId installation, DateTimeOffset now)
    {
        var waiting = Of(installation)
            .Where(row => row.Status == JobStatus.Queued && row.RunAt > now && Waiting.Contains(row.ErrorCode ?? ""))
            .ToList();
        foreach (var row in waiting) row.RunAt = now;
        return waiting.Count;
    }

    /// <summary><c>erasure/purge-jobs</c>, and the cascade of the installation's own row.</summary>
    public int Purge(InstallationId installation)
    {
        var gone = Of(installation).Select(row => row.Job.Id).ToList();
        foreach (var job in gone) _rows.Remove(job);
        return gone.Count;
    }

    private static ClaimedJob Claim(JobRow row, JobClaim claim, DateTimeOffset now)
    {
        (row.Status, row.Runner, row.LeaseUntil) = (JobStatus.Running, claim.Runner, now + claim.Lease);
        row.Attempts++;
        return new ClaimedJob
        {
            Id = row.Job.Id,
            Installation = row.Installation,
            Kind = row.Job.Kind,
            Arguments = row.Job.Arguments,
            Attempt = row.Attempts,
            Runner = claim.Runner,
            CancelRequested = row.CancelRequested,
        };
    }
}
