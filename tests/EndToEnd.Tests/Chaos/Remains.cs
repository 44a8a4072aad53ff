using Npgsql;
using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Chaos.Load;
using Shopkeeper.EndToEnd.Tests.Chaos.Places;
using Shopkeeper.Testing;
using Shopkeeper.Testing.Postgres;

namespace Shopkeeper.EndToEnd.Tests.Chaos;

/// <summary>
/// Looks for what should be gone, knowing nothing of how it goes: by the database's own catalog and in a full dump.
/// </summary>
internal sealed class Remains(ChaosCluster cluster, Workload work)
{
    // These refer to nobody any more, or are the proof itself: see docs/data-inventory.md.
    private static readonly string[] Evidence = ["certificates", "audit_log", "compliance_requests"];

    // Four periods of a teardown's reminder.
    private static readonly TimeSpan ReminderDeadline = TimeSpan.FromMinutes(4);

    /// <summary>Fails for an orphan row, a reminder of nobody, or a word of a shop that is gone.</summary>
    public async Task AssertNoneAsync()
    {
        await using var connection = await Aftermath.OpenAsync(cluster);
        await AssertNoOrphansAsync(connection);
        await AssertRemindersAsync(connection);
        await AssertNotInDumpAsync();
    }

    private static async Task AssertNoOrphansAsync(NpgsqlConnection connection)
    {
        foreach (var (column, living) in (IReadOnlyList<(string, string)>)
            [
                ("installation_id", "select id from installations where ended_at is null"),
                ("shop", "select shop from installations where ended_at is null"),
            ])
        {
            var tables = await ListAsync(
                connection,
                "select c.table_name from information_schema.columns c join information_schema.tables t "
                + "on t.table_name = c.table_name and t.table_schema = c.table_schema and t.table_type = 'BASE TABLE' "
                + $"where c.table_schema = 'public' and c.column_name = '{column}'");
            Assert.True(tables.Count >= 3, $"Only {tables.Count} tables have {column}: the catalog was misread.");
            foreach (var table in tables.Except(Evidence))
            {
                var orphans = await ListAsync(
                    connection,
                    $"select \"{column}\"::text from \"{table}\" where \"{column}\" not in ({living})");
                Assert.True(orphans.Count == 0, $"{orphans.Count} rows of {table} have a {column} that is gone.");
            }
        }
        var ended = await ListAsync(connection, "select id::text from installations where ended_at is not null");
        Assert.Empty(ended);
    }

    // One for each shop that has the app. Where a silo was killed in between, a reminder goes with its own next tick: a
    // teardown's that has its certificate, a shop's whose install was not stored. Those are waited for.
    private static async Task AssertRemindersAsync(NpgsqlConnection connection) => await Eventually.PollAsync(
        "the reminders are those of the shops that have the app; of no shop, or missing",
        async () => string.Join(", ", await ListAsync(
            connection,
            "select coalesce('of no shop: ' || r.grain_id, 'missing: ' || i.shop) from reminders r "
            + "full join installations i on i.shop = r.grain_key where r.grain_key is null or i.shop is null")),
        wrong => wrong.Length == 0,
        ReminderDeadline);

    private async Task AssertNotInDumpAsync()
    {
        var gone = work.Passing.Where(shop => shop.Current is null).ToArray();
        var dump = new Haystack(
            "pg_dump", await PostgresServer.DumpAsync(cluster.Database.ConnectionString, CancellationToken.None));
        var needles = gone.SelectMany(TextsOf)
            .SelectMany(text => Forms.Encoded(text).Select(form => new Needle($"'{text}'", form))).ToArray();
        Assert.Empty(dump.FindAny(needles));

        // Without this the absence would prove nothing.
        foreach (var shop in work.Neighbour)
            Assert.True(dump.Contains(new Needle("a neighbour", shop.Merchant.Domain)), "The dump lacks a neighbour.");
    }

    private static IEnumerable<string> TextsOf(ChaosShop shop) =>
    [
        shop.Merchant.Domain, shop.Merchant.Handle, shop.Merchant.Email, shop.Merchant.Name,
        $"{shop.Merchant.ShopId}", $"{shop.Merchant.OwnerId}",
    ];

    private static async Task<List<string>> ListAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Names of tables and columns come from the database's own catalog.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync()) values.Add(reader.GetString(0));
        return values;
    }
}
