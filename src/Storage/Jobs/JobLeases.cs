using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Jobs;

/// <summary>
/// The queue as runners see it. Runner and attempt together name a lease, so that a late runner changes nothing.
/// </summary>
internal sealed class JobLeases(Database database, InstallationCipher ciphers)
{
    public Task<IReadOnlyList<ClaimedJob>> ClaimAsync(
        InstallationId installation, JobClaim claim, CancellationToken cancellationToken) =>
        database.GuardedAsync<IReadOnlyList<ClaimedJob>>(
            installation,
            async db =>
            {
                var cipher = await ciphers.OpenAsync(db, installation);
                var rows = await db.ListAsync<Row>("jobs/claim", new
                {
                    installation,
                    claim.Runner,
                    claim.Limit,
                    leaseMs = Milliseconds(claim.Lease),
                    exceptKinds = JsonSerializer.Serialize(claim.ExceptKinds),
                });

                // The order of returned rows is the database's, not the queue's.
                return rows.OrderBy(row => row.RunAt).ThenBy(row => row.Sequence)
                    .Select(row => Read(installation, claim.Runner, row, cipher))
                    .ToList();
            },
            cancellationToken);

    public Task<LeaseState> RenewAsync(
        ClaimedJob job, TimeSpan lease, JobProgress progress, CancellationToken cancellationToken) =>
        database.GuardedAsync(
            job.Installation,
            async db =>
            {
                var cancelRequested = await db.FindAsync<bool?>("jobs/renew", new
                {
                    job.Id,
                    job.Installation,
                    job.Runner,
                    job.Attempt,
                    leaseMs = Milliseconds(lease),
                    progress.Done,
                    progress.Total,
                });
                return new LeaseState(cancelRequested is not null, cancelRequested ?? false);
            },
            cancellationToken);

    public Task<bool> FinishAsync(ClaimedJob job, JobEnd outcome, CancellationToken cancellationToken)
    {
        if (outcome.Status is not (JobStatus.Queued or JobStatus.Completed or JobStatus.Cancelled or JobStatus.Failed))
            throw new ArgumentException($"An attempt does not end as {outcome.Status}.", nameof(outcome));
        return database.WriteAsync(
            async db => await db.ExecuteAsync("jobs/finish", new
            {
                job.Id,
                job.Installation,
                job.Runner,
                job.Attempt,
                status = (int)outcome.Status,
                retryMs = Milliseconds(outcome.RetryAfter ?? TimeSpan.Zero),
                refund = outcome.SpendsAttempt ? 0 : 1,
                outcome.Progress.Done,
                outcome.Progress.Total,
                outcome.ErrorCode,
            }) > 0,
            cancellationToken);
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private static ClaimedJob Read(InstallationId installation, string runner, Row row, FieldCipher cipher) => new()
    {
        Id = row.Id,
        Installation = installation,
        Kind = row.Kind,
        Arguments = cipher.DecryptText(JobWriter.Field(row.Id), row.Arguments),
        Attempt = row.Attempts,
        Runner = runner,
        CancelRequested = row.CancelRequested,
    };

    private sealed record Row
    {
        public Guid Id { get; init; }

        public string Kind { get; init; } = "";

        public byte[] Arguments { get; init; } = [];

        public int Attempts { get; init; }

        public bool CancelRequested { get; init; }

        public long RunAt { get; init; }

        public long Sequence { get; init; }
    }
}
