using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Paging;

namespace Shopkeeper.Storage.Jobs;

/// <summary>The queue as its owner and a teardown see it; <see cref="JobLeases"/> is the runners' side.</summary>
internal sealed class JobStore(Database database, InstallationCipher ciphers, JobWriter writer, JobLeases leases)
    : IJobStore
{
    private const string List = "jobs";
    private const int BatchRows = 1_000;

    public Task<(JobView Job, bool Created)> EnqueueAsync(
        InstallationId installation, NewJob job, CancellationToken cancellationToken) =>
        database.GuardedAsync(
            installation,
            async db =>
            {
                var cipher = await ciphers.OpenAsync(db, installation);
                var created = await writer.InsertAsync(db, cipher, installation, job);
                var keyHash = writer.HashKey(installation, job.IdempotencyKey);
                var row = await db.FindAsync<JobRow>(
                    "jobs/find-order", new { installation, job.Id, job.Kind, keyHash });
                return row is null
                    ? throw new InvalidOperationException($"Another installation has a job of the id {job.Id:D}.")
                    : (row.ToView(), created);
            },
            cancellationToken);

    public async Task<(int Queued, int Running)> CountOpenAsync(
        InstallationId installation, CancellationToken cancellationToken)
    {
        var open = await database.ReadAsync(
            db => db.FindAsync<OpenJobs>("jobs/count-open", new { installation }), cancellationToken);
        return ((int)open!.Queued, (int)open.Running);
    }

    public Task<JobView?> FindAsync(InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        database.ReadAsync(db => FindAsync(db, installation, job), cancellationToken);

    public Task<Page<JobView>> ListAsync(
        InstallationId installation, PageRequest page, CancellationToken cancellationToken)
    {
        var before = Cursor.ReadNumber(List, page.Cursor);
        var rows = Cursor.RowsFor(page);
        return database.ReadAsync(
            async db => Cursor.Page(
                List, await db.ListAsync<JobRow>("jobs/list", new { installation, before, rows }), page.Limit,
                row => $"{row.Sequence}", row => row.ToView()),
            cancellationToken);
    }

    public Task<IReadOnlyList<InstallationId>> FindDueInstallationsAsync(
        int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => db.ListAsync<InstallationId>("jobs/find-due-installations", new { limit }), cancellationToken);

    public Task<IReadOnlyList<ClaimedJob>> ClaimAsync(
        InstallationId installation, JobClaim claim, CancellationToken cancellationToken) =>
        leases.ClaimAsync(installation, claim, cancellationToken);

    public Task<int> PutOffAsync(
        InstallationId installation,
        IReadOnlyList<string> kinds,
        TimeSpan delay,
        CancellationToken cancellationToken) =>
        database.GuardedAsync(
            installation,
            db => db.ExecuteAsync(
                "jobs/put-off",
                new
                {
                    installation,
                    kinds = JsonSerializer.Serialize(kinds),
                    delayMs = (long)delay.TotalMilliseconds,
                }),
            cancellationToken);

    public Task<LeaseState> RenewAsync(
        ClaimedJob job, TimeSpan lease, JobProgress progress, CancellationToken cancellationToken) =>
        leases.RenewAsync(job, lease, progress, cancellationToken);

    public Task<bool> FinishAsync(ClaimedJob job, JobEnd outcome, CancellationToken cancellationToken) =>
        leases.FinishAsync(job, outcome, cancellationToken);

    public Task<JobView?> RequestCancelAsync(
        InstallationId installation, Guid job, CancellationToken cancellationToken) =>
        database.GuardedAsync(
            installation,
            async db =>
            {
                if (await db.ExecuteAsync("jobs/cancel-queued", new { installation, job }) == 0)
                    await db.ExecuteAsync("jobs/flag-running", new { installation, job });
                return await FindAsync(db, installation, job);
            },
            cancellationToken);

    public async Task<(int Cancelled, int Running)> StopAllAsync(
        InstallationId installation, CancellationToken cancellationToken)
    {
        // Running ones first: what goes back to the queue meanwhile is then cancelled instead.
        await database.WriteAsync(
            db => db.ExecuteAsync("jobs/flag-all-running", new { installation }), cancellationToken);
        var cancelled = 0;
        int batch;
        do
        {
            batch = await database.WriteAsync(
                db => db.ExecuteAsync("jobs/cancel-all-queued", new { installation, rows = BatchRows }),
                cancellationToken);
            cancelled += batch;
        }
        while (batch == BatchRows);

        return (cancelled, (await CountOpenAsync(installation, cancellationToken)).Running);
    }

    public Task<int> AbandonAllAsync(InstallationId installation, CancellationToken cancellationToken) =>
        database.WriteAsync(db => db.ExecuteAsync("jobs/abandon-all", new { installation }), cancellationToken);

    private static async Task<JobView?> FindAsync(DbSession db, InstallationId installation, Guid job) =>
        (await db.FindAsync<JobRow>("jobs/find", new { installation, job }))?.ToView();

    private sealed record OpenJobs
    {
        public long Queued { get; init; }

        public long Running { get; init; }
    }
}
