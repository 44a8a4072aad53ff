using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Tests.Jobs;

/// <summary>
/// A queue in memory that keeps the store's rules for leases, on a clock of the test's, and fails to order.
/// </summary>
internal sealed class FakeJobStore(TimeProvider clock) : IJobStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Row> _rows = [];

    /// <summary>Thrown by every call while it is set; the answer to a call's name.</summary>
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>Installations whose guard refuses.</summary>
    public HashSet<InstallationId> Ended { get; } = [];

    public int Renewals { get; private set; }

    /// <summary>Everything that was ever enqueued.</summary>
    public IReadOnlyList<NewJob> Orders
    {
        get
        {
            lock (_gate) return [.. _rows.Values.Select(row => row.Job)];
        }
    }

    public Row Of(Guid job)
    {
        lock (_gate) return _rows[job] with { };
    }

    public void Change(Guid job, Action<Row> change)
    {
        lock (_gate) change(_rows[job]);
    }

    public async Task<(JobView Job, bool Created)> EnqueueAsync(
        InstallationId installation, NewJob job, CancellationToken cancellationToken)
    {
        await EnterAsync(nameof(EnqueueAsync), installation, cancellationToken);
        lock (_gate) _rows[job.Id] = new Row { Job = job, Installation = installation, DueAt = clock.GetUtcNow() };
        return (View(job.Id), true);
    }

    public async Task<(int Queued, int Running)> CountOpenAsync(
        InstallationId installation, CancellationToken cancellationToken)
    {
        await EnterAsync(nameof(CountOpenAsync), null, cancellationToken);
        lock (_gate)
        {
            var rows = _rows.Values.Where(row => row.Installation == installation).ToList();
            return (rows.Count(row => row.Status == JobStatus.Queued),
                rows.Count(row => row.Status == JobStatus.Running && row.LeaseUntil > clock.GetUtcNow()));
        }
    }

    public async Task<IReadOnlyList<ClaimedJob>> ClaimAsync(
        InstallationId installation, JobClaim claim, CancellationToken cancellationToken)
    {
        await EnterAsync(nameof(ClaimAsync), installation, cancellationToken);
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var due = _rows.Values
                .Where(row => row.Installation == installation && !claim.ExceptKinds.Contains(row.Job.Kind))
                .Where(row => row.Status == JobStatus.Queued ? row.DueAt <= now
                    : row.Status == JobStatus.Running && row.LeaseUntil <= now)
                .Take(claim.Limit)
                .ToList();
            return due.Select(row => Claim(row, claim, now)).ToArray();
        }
    }

    public Task<int> PutOffAsync(
        InstallationId installation,
        IReadOnlyList<string> kinds,
        TimeSpan delay,
        CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public async Task<LeaseState> RenewAsync(
        ClaimedJob job, TimeSpan lease, JobProgress progress, CancellationToken cancellationToken)
    {
        await EnterAsync(nameof(RenewAsync), job.Installation, cancellationToken);
        lock (_gate)
        {
            Renewals++;
            var row = _rows[job.Id];
            if (!IsHeld(row, job)) return new LeaseState(false, row.CancelRequested);
            row.LeaseUntil = clock.GetUtcNow() + lease;
            row.Progress = progress;
            return new LeaseState(true, row.CancelRequested);
        }
    }

    public async Task<bool> FinishAsync(ClaimedJob job, JobEnd outcome, CancellationToken cancellationToken)
    {
        await EnterAsync(nameof(FinishAsync), null, cancellationToken);
        lock (_gate)
        {
            var row = _rows[job.Id];
            if (!IsHeld(row, job)) return false;
            (row.Status, row.Progress, row.ErrorCode) = (outcome.Status, outcome.Progress, outcome.ErrorCode);
            row.DueAt = clock.GetUtcNow() + (outcome.RetryAfter ?? TimeSpan.Zero);
            if (!outcome.SpendsAttempt) row.Attempts--;
            row.Ends.Add(outcome);
            return true;
        }
    }

    public Task<JobView?> FindAsync(InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        Task.FromResult<JobView?>(View(job));

    public Task<Page<JobView>> ListAsync(
        InstallationId installation, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<InstallationId>> FindDueInstallationsAsync(
        int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<JobView?> RequestCancelAsync(
        InstallationId installation, Guid job, CancellationToken cancellationToken)
    {
        Change(job, row => row.CancelRequested = true);
        return Task.FromResult<JobView?>(View(job));
    }

    public Task<(int Cancelled, int Running)> StopAllAsync(
        InstallationId installation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> AbandonAllAsync(InstallationId installation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private async Task EnterAsync(string call, InstallationId? guarded, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (Fault(call) is { } fault) throw fault;
        if (guarded is { } installation && Ended.Contains(installation))
            throw new InstallationEndedException(installation);
    }

    private static ClaimedJob Claim(Row row, JobClaim claim, DateTimeOffset now)
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

    private static bool IsHeld(Row row, ClaimedJob job) =>
        row.Status == JobStatus.Running && row.Runner == job.Runner && row.Attempts == job.Attempt;

    private JobView View(Guid job)
    {
        var row = Of(job);
        return new JobView
        {
            Id = job,
            Kind = row.Job.Kind,
            Status = row.Status,
            Attempts = row.Attempts,
            CreatedAt = clock.GetUtcNow(),
            CancelRequested = row.CancelRequested,
        };
    }

    internal sealed record Row
    {
        public required NewJob Job { get; init; }

        public required InstallationId Installation { get; init; }

        public JobStatus Status { get; set; } = JobStatus.Queued;

        public int Attempts { get; set; }

        public string? Runner { get; set; }

        public DateTimeOffset LeaseUntil { get; set; }

        public DateTimeOffset DueAt { get; set; }

        public bool CancelRequested { get; set; }

        public JobProgress Progress { get; set; }

        public string? ErrorCode { get; set; }

        public List<JobEnd> Ends { get; } = [];
    }
}
