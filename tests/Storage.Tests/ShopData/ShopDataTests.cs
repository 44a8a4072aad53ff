using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.ShopData;

/// <summary>
/// The ground of the suites on shop data: installs, ends, and looks at the rows from outside the stores.
/// </summary>
public abstract class ShopDataTests(Dialect dialect) : StorageTests(dialect)
{
    private int _installs;

    protected static ShopDomain Shop { get; } = ShopDomain.Parse("blue-widgets.myshopify.com");

    protected static ShopDomain Neighbour { get; } = ShopDomain.Parse("red-widgets.myshopify.com");

    protected static PageRequest FirstPage { get; } = new(null, 50);

    protected static DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000);

    protected async Task<Installation> InstallAsync(ShopDomain? shop = null)
    {
        var number = ++_installs;
        var (started, installation) = await Get<IInstallationStore>().StartAsync(
            new NewInstallation
            {
                Id = NewInstallationId(),
                Shop = shop ?? Shop,
                ShopId = 1000 + number,
                AppInstallationId = $"gid://shopify/AppInstallation/{number}",
                Grant = new Grant { AccessToken = new AccessToken($"shpat_token_{number}"), Scopes = "read_products" },
                ShopName = "Blue Widgets",
                ShopEmail = "owner@blue-widgets.example",
            },
            Cancel);
        Assert.True(started);
        return installation;
    }

    protected async Task<Guid> FenceAsync(InstallationId installation)
    {
        var fenced = await Get<IInstallationStore>().FenceAsync(
            new Fence
            {
                Installation = installation,
                TeardownId = NewId(),
                Cause = EndCause.Operator,
                Evidence = ["operator"],
            },
            Cancel);
        Assert.Equal(FenceOutcome.Ended, fenced.Outcome);
        return fenced.TeardownId;
    }

    protected async Task PurgeAllAsync(ErasureSubject subject)
    {
        var erasure = Get<IErasure>();
        await erasure.PurgeDeliveriesAsync(subject, Cancel);
        _ = await Batches.Of(subject, erasure.PurgeJobsAsync, Cancel).CountAsync(Cancel);
        _ = await Batches.Of(subject, erasure.PurgeBatchAsync, Cancel).CountAsync(Cancel);
        await erasure.PurgeRestAsync(subject, Cancel);
    }

    protected static ErasureSubject SubjectOf(Installation installation) =>
        new() { Installation = installation.Id, Shop = installation.Shop };

    protected static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    protected static InstallationId NewInstallationId() => new(NewId());

    /// <summary>Rows as text, binary columns in hexadecimal.</summary>
    protected async Task<IReadOnlyList<string>> ReadAsync(string sql)
    {
        await using DbConnection connection = Dialect == Dialect.Postgres
            ? new NpgsqlConnection(ConnectionString)
            : new SqliteConnection($"Data Source={Path.Combine(DataDirectory, "shopkeeper.db")};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancel))
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))));
        return rows;
    }

    protected async Task<long> CountAsync(string table, string where = "1 = 1") =>
        long.Parse((await ReadAsync($"select count(*) from {table} where {where}"))[0], CultureInfo.InvariantCulture);

    protected static string Id(InstallationId installation) => $"'{installation}'";

    private static string Text(object value) => value switch
    {
        DBNull => "-",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
