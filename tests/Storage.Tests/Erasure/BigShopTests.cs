using System.Data;
using Dapper;
using Npgsql;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Erasure;
using Shopkeeper.Storage.Tests.ShopData;
using Shopkeeper.Testing;

namespace Shopkeeper.Storage.Tests.Erasure;

/// <summary>Shops with many rows: each transaction stays short, and the others go on between two.</summary>
public abstract class BigShopTests(Dialect dialect) : ShopDataTests(dialect)
{
    private const int Logs = 20_000;
    private const int QueuedJobs = 3_000;
    private const int BatchMaximum = 1_000;

    private static readonly string[] Statements =
    [
        "jobs/cancel-all-queued", "jobs/claim", "retention/drop-api-logs", "retention/drop-jobs",
    ];

    private IErasure Erasure => Get<IErasure>();

    [Fact]
    public async Task Big_shop_is_erased_in_bounded_batches_that_others_write_between()
    {
        var big = await InstallAsync();
        var neighbour = await InstallAsync(Neighbour);
        await PlantAsync(big.Id);
        var subject = SubjectOf(big);
        var plan = await Erasure.PlanAsync(subject, TeardownKind.Uninstall, Cancel);
        await FenceAsync(big.Id);

        var written = 0;
        var batches = 0;
        var erased = 0L;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var writing = Task.Run(
            async () =>
            {
                for (; !over.IsCancellationRequested; written++)
                    await Get<IApiLogStore>().AppendAsync(neighbour.Id, Planting.LogEntry(), Cancel);
            },
            Cancel);
        var (cancelled, running) = await Get<IJobStore>().StopAllAsync(big.Id, Cancel);
        var all = Batches.Of(subject, Erasure.PurgeJobsAsync, Cancel)
            .Concat(Batches.Of(subject, Erasure.PurgeBatchAsync, Cancel));
        await foreach (var batch in all)
        {
            var rows = batch.Counts.Sum(count => count.Count);
            Assert.InRange(rows, 1, BatchMaximum);
            (batches, erased) = (batches + 1, erased + rows);
        }
        await over.CancelAsync();
        await writing;

        Assert.Equal((QueuedJobs, 0), (cancelled, running));
        Assert.Equal(Logs + QueuedJobs, erased);
        Assert.Equal((Logs + QueuedJobs) / BatchMaximum, batches);
        Assert.Equal((Logs, QueuedJobs), (CountOf(plan, "api_logs"), CountOf(plan, "jobs")));
        Assert.True(written >= batches, $"The neighbour wrote {written} times while {batches} batches went.");
        Assert.Equal(written, await CountAsync("api_logs"));
    }

    [Fact]
    public async Task Batch_of_an_erasure_reads_the_rows_that_it_deletes_and_not_the_table()
    {
        var big = await InstallAsync();
        var neighbour = await InstallAsync(Neighbour);
        foreach (var shop in (InstallationId[])[big.Id, neighbour.Id])
            await PlantAsync(shop);
        foreach (var analyzed in (bool[])[false, true])
        {
            if (analyzed) await RunAsync("analyze api_logs; analyze jobs");
            foreach (var name in Statements)
                AssertCheap(name, await Cost.RowsReadAsync(name, big.Id, new BatchRange(100, "", ""), Cancel));
            foreach (var table in (string[])["api-logs", "jobs"])
            {
                var range = await RangeAsync(big.Id, table, null, 100);
                foreach (var name in (string[])[$"erasure/end-{table}", $"erasure/purge-{table}"])
                    AssertCheap(name, await Cost.RowsReadAsync(name, big.Id, range, Cancel));
            }
        }
    }

    private StatementCost Cost => new(Dialect, Database.Catalog, ConnectionString, DataDirectory);

    private static void AssertCheap(string name, long read) =>
        Assert.True(read <= 500, $"{name} read {read} rows for a batch of 100.");

    // Where a batch begins and ends.
    private async Task<BatchRange> RangeAsync(InstallationId installation, string table, string? place, int rows)
    {
        var after = PurgePlace.Read(place)?.Key
            ?? ErasableTables.All.Single(one => one.Count == $"erasure/count-{table}").KeysBegin;
        var until = await Database.ReadAsync(
            db => db.FindAsync<string>($"erasure/end-{table}", new { installation, after, rows }), Cancel);
        Assert.NotNull(until);
        return new BatchRange(rows, after, until);
    }

    private async Task PlantAsync(InstallationId shop)
    {
        var onPostgres = Dialect == Dialect.Postgres;
        await RunAsync(BulkRows.Logs(onPostgres, shop.Value, 1, Logs));
        await RunAsync(BulkRows.Jobs(onPostgres, shop.Value, 1, QueuedJobs, DateTimeOffset.UnixEpoch));
    }

    private static int CountOf(ErasurePlan plan, string store) =>
        (int)plan.Erased.Single(count => count.Store == store).Count;

    public sealed class OnPostgres() : BigShopTests(Dialect.Postgres)
    {
        [Fact]
        public async Task Batch_while_a_backup_holds_its_snapshot_reads_nothing_that_was_deleted_before_it()
        {
            var big = await InstallAsync();
            await PlantAsync(big.Id);
            await FenceAsync(big.Id);
            await using var backup = new NpgsqlConnection(ConnectionString);
            await backup.OpenAsync(Cancel);
            await using var snapshot = await backup.BeginTransactionAsync(IsolationLevel.RepeatableRead, Cancel);
            await backup.ExecuteAsync("select count(*) from installations", transaction: snapshot);

            await AssertPlaceCountsAsync(big, "jobs", QueuedJobs / BatchMaximum - 1, Erasure.PurgeJobsAsync);
            await AssertPlaceCountsAsync(big, "api-logs", Logs / BatchMaximum - 1, Erasure.PurgeBatchAsync);
        }

        // What is read from the place is what was read at first. From the beginning it is all that was deleted.
        private async Task AssertPlaceCountsAsync(
            Installation big,
            string table,
            int before,
            Func<ErasureSubject, string?, CancellationToken, Task<PurgedBatch>> purge)
        {
            var first = await BlocksAsync(big.Id, table, null);
            var last = await Batches.Of(SubjectOf(big), purge, Cancel).ElementAtAsync(before - 1, Cancel);
            var next = await BlocksAsync(big.Id, table, last.Place);
            var again = await BlocksAsync(big.Id, table, null);
            Assert.True(next <= first + 20, $"{table}: {next} blocks for a late batch, {first} for the first.");
            Assert.True(again > first + 50, $"{table}: {again} blocks from the beginning: nothing was held.");
        }

        private async Task<long> BlocksAsync(InstallationId installation, string table, string? place)
        {
            var range = await RangeAsync(installation, table, place, rows: 10);
            return await Cost.BlocksReadAsync($"erasure/end-{table}", installation, range, Cancel)
                + await Cost.BlocksReadAsync($"erasure/purge-{table}", installation, range, Cancel);
        }
    }

    public sealed class OnSqlite() : BigShopTests(Dialect.Sqlite);
}
