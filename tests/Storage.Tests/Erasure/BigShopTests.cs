using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;
using Shopkeeper.Testing;

namespace Shopkeeper.Storage.Tests.Erasure;

/// <summary>Shops with many rows: each transaction stays short, and the others go on between two.</summary>
public abstract class BigShopTests(Dialect dialect) : ShopDataTests(dialect)
{
    private const int Logs = 20_000;
    private const int QueuedJobs = 3_000;
    private const int BatchMaximum = 1_000;

    private static readonly string[] Batches =
    [
        "erasure/purge-api-logs", "erasure/purge-jobs", "jobs/cancel-all-queued", "jobs/claim",
        "retention/drop-api-logs", "retention/drop-jobs",
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
        while (await NextAsync(subject) is var batch and > 0)
        {
            Assert.InRange(batch, 1, BatchMaximum);
            (batches, erased) = (batches + 1, erased + batch);
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
            foreach (var name in Batches)
            {
                var read = await new StatementCost(Dialect, Database.Catalog, ConnectionString, DataDirectory)
                    .RowsReadAsync(name, big.Id, rows: 100, Cancel);
                Assert.True(read <= 500, $"{name} read {read} rows for a batch of 100.");
            }
        }
    }

    private async Task PlantAsync(InstallationId shop)
    {
        var onPostgres = Dialect == Dialect.Postgres;
        await RunAsync(BulkRows.Logs(onPostgres, shop.Value, 1, Logs));
        await RunAsync(BulkRows.Jobs(onPostgres, shop.Value, 1, QueuedJobs, DateTimeOffset.UnixEpoch));
    }

    private async Task<long> NextAsync(ErasureSubject subject)
    {
        var jobs = await Erasure.PurgeJobsAsync(subject, Cancel);
        return jobs > 0 ? jobs : (await Erasure.PurgeBatchAsync(subject, Cancel)).Sum(count => count.Count);
    }

    private static int CountOf(ErasurePlan plan, string store) =>
        (int)plan.Erased.Single(count => count.Store == store).Count;

    public sealed class OnPostgres() : BigShopTests(Dialect.Postgres);

    public sealed class OnSqlite() : BigShopTests(Dialect.Sqlite);
}
