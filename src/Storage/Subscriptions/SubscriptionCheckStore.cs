using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Jobs;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Subscriptions;

/// <inheritdoc/>
internal sealed class SubscriptionCheckStore(Database database, JobWriter jobs, InstallationCipher ciphers)
    : ISubscriptionChecks
{
    private const int OutdatedBatch = 1_000;

    public Task AnnounceAsync(string wantedHash, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                await db.ExecuteAsync("subscription-checks/announce", new { wantedHash });
                await db.ExecuteAsync("subscription-checks/begin-missing", new { });
            },
            cancellationToken);

    public Task<int> MarkOutdatedAsync(string wantedHash, TimeSpan spread, CancellationToken cancellationToken)
    {
        var args = new { wantedHash, spread = Milliseconds(spread), rows = OutdatedBatch };
        return database.PurgeAsync(
            db => db.ExecuteAsync("subscription-checks/mark-outdated", args), cancellationToken);
    }

    public Task MarkAsync(
        InstallationId installation, CheckCause cause, TimeSpan delay, CancellationToken cancellationToken)
    {
        var args = new { installation, cause = (int)cause, delay = Milliseconds(delay) };
        return database.WriteAsync(db => db.ExecuteAsync("subscription-checks/mark", args), cancellationToken);
    }

    public Task MarkAsync(ShopDomain shop, CheckCause cause, TimeSpan delay, CancellationToken cancellationToken)
    {
        var args = new { shop, cause = (int)cause, delay = Milliseconds(delay) };
        return database.WriteAsync(db => db.ExecuteAsync("subscription-checks/mark-shop", args), cancellationToken);
    }

    public Task<IReadOnlyList<InstallationId>> FindDueAsync(
        string wantedHash, string kind, int openLimit, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<InstallationId>>(
            async db =>
            {
                var open = await db.FindAsync<long>("subscription-checks/count-open", new { kind });
                var free = (int)Math.Min(limit, openLimit - open);
                return free <= 0
                    ? []
                    : await db.ListAsync<InstallationId>(
                        "subscription-checks/find-due", new { wantedHash, limit = free });
            },
            cancellationToken);

    public Task<bool> TakeAsync(
        InstallationId installation, NewJob job, TimeSpan again, CancellationToken cancellationToken) =>
        database.GuardedAsync(
            installation,
            async db =>
            {
                if (await db.ExecuteAsync("subscription-checks/await-access", new { installation }) > 0) return false;
                var args = new { installation, job.Kind, again = Milliseconds(again) };
                if (await db.ExecuteAsync("subscription-checks/take", args) == 0) return false;
                if (await db.FindAsync<bool>("subscription-checks/has-queued", args)) return false;
                var cipher = await ciphers.OpenAsync(db, installation);
                if (!await jobs.InsertAsync(db, cipher, installation, job)) return false;
                await db.ExecuteAsync("subscription-checks/note-job", new { installation, job.Id });
                return true;
            },
            cancellationToken);

    public Task<SubscriptionCheck?> FindAsync(InstallationId installation, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db => (await db.FindAsync<Row>("subscription-checks/find", new { installation }))?.Read(),
            cancellationToken);

    public Task CompleteAsync(
        InstallationId installation,
        SubscriptionCheck begun,
        string? wantedHash,
        TimeSpan next,
        CancellationToken cancellationToken)
    {
        // One that was asked for with a delay is still to come when this one began before the delay was over.
        var mayMove = begun.Cause is not CheckCause.Shedding || begun.DueAt is not { } due || due <= begun.Now;
        var args = new { installation, wantedHash, begun.Marks, mayMove, next = Milliseconds(next) };
        return database.GuardedAsync(
            installation, db => db.ExecuteAsync("subscription-checks/complete", args), cancellationToken);
    }

    public Task FailAsync(InstallationId installation, string code, CancellationToken cancellationToken) =>
        database.GuardedAsync(
            installation,
            db => db.ExecuteAsync("subscription-checks/fail", new { installation, code }),
            cancellationToken);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private sealed record Row
    {
        public string? WantedHash { get; init; }

        public DateTimeOffset? CheckedAt { get; init; }

        public DateTimeOffset? DueAt { get; init; }

        public int Cause { get; init; }

        public long Marks { get; init; }

        public DateTimeOffset? FailedAt { get; init; }

        public string? Failure { get; init; }

        public string? LatestHash { get; init; }

        public DateTimeOffset Now { get; init; }

        public SubscriptionCheck Read() => new()
        {
            WantedHash = WantedHash,
            CheckedAt = CheckedAt,
            DueAt = DueAt,
            Cause = (CheckCause)Cause,
            Marks = Marks,
            FailedAt = FailedAt,
            Failure = Failure,
            LatestHash = LatestHash,
            Now = Now,
        };
    }
}
