using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Erasure;
using Shopkeeper.Storage.Tests.ShopData;

namespace Shopkeeper.Storage.Tests.Erasure;

/// <summary>The places between the batches, whatever the keys of a table are.</summary>
public abstract class BatchEraserTests(Dialect dialect) : ShopDataTests(dialect)
{
    private const int Each = 7;
    private const int BatchRows = 3;

    private static readonly ErasableTable[] Tables = [.. ErasableTables.InBatches, ErasableTables.Jobs];

    [Fact]
    public async Task Batches_of_all_tables_delete_each_row_once_and_none_of_a_neighbours()
    {
        var (big, neighbour) = (await InstallAsync(), await InstallAsync(Neighbour));
        foreach (var installation in (InstallationId[])[neighbour.Id, big.Id])
        {
            for (var number = 1; number <= Each; number++) await PlantAsync(installation, number);
        }

        await FenceAsync(big.Id);
        var batches = await Batches.Of(SubjectOf(big), PurgeAsync, Cancel).ToListAsync(Cancel);

        Assert.All(batches.SkipLast(1), batch => Assert.Equal(BatchRows, batch.Counts.Sum(count => count.Count)));
        Assert.Equal(
            Tables.ToDictionary(table => table.Name, _ => (long)Each),
            batches.SelectMany(batch => batch.Counts).GroupBy(count => count.Store)
                .ToDictionary(store => store.Key, store => store.Sum(count => count.Count)));
        foreach (var table in Tables) Assert.Equal(Each, await CountAsync(table.Name));
    }

    [Fact]
    public async Task Batch_whose_place_is_of_a_table_that_is_unknown_begins_anew()
    {
        var big = await InstallAsync();
        await PlantAsync(big.Id, 1);
        await FenceAsync(big.Id);

        var batch = await PurgeAsync(SubjectOf(big), "table_of_another_release:7", Cancel);
        Assert.Equal(BatchRows, batch.Counts.Sum(count => count.Count));
    }

    private Task<PurgedBatch> PurgeAsync(ErasureSubject subject, string? after, CancellationToken cancellationToken) =>
        Database.PurgeAsync(
            db => BatchEraser.PurgeAsync(db, subject, Tables, PurgePlace.Read(after), BatchRows), cancellationToken);

    private async Task PlantAsync(InstallationId installation, int number)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{number}"));
        await Get<ISessionStore>().SaveAsync(installation, Planting.Session($"session-{number}"), Cancel);
        await Get<IPreferenceStore>().SaveAsync(installation, $"{number}", "{}", Cancel);
        await Get<IApiLogStore>().AppendAsync(installation, Planting.LogEntry(), Cancel);
        await Get<ICatalogueStore>().SaveAsync(
            installation, [Planting.Product($"gid://shopify/Product/{number}")], Cancel);
        await Get<ISharedCache>().SaveAsync(installation, $"{number}", hash, TimeSpan.FromHours(1), Cancel);
        await Get<IJobStore>().EnqueueAsync(installation, Planting.Job(), Cancel);

        // Groups of which one is the beginning of the other, and with a sign that places are written with.
        var group = (number % 3) switch { 0 => "orders", 1 => "orders:old", _ => "o" };
        await Get<ISeenResources>().NoteAsync(installation, group, hash, Planting.Seen, Cancel);
    }

    public sealed class OnPostgres() : BatchEraserTests(Dialect.Postgres);

    public sealed class OnSqlite() : BatchEraserTests(Dialect.Sqlite);
}
