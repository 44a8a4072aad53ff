using System.Net;
using System.Text.Json;
using Npgsql;
using Shopkeeper.EndToEnd.Tests.Chaos.Load;
using Shopkeeper.EndToEnd.Tests.Chaos.Places;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Chaos;

/// <summary>Waits until all work is done, and compares what came of it with what had been promised.</summary>
internal sealed class Aftermath(ChaosCluster cluster, Workload work, Tally tally)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(240);
    private static readonly string[] Settled = ["accepted", "purged", "unknown-shop", "superseded", "stale"];

    // Teardowns: 3 is stalled, which nobody comes back to. Jobs: 1 waits, 2 runs.
    private const string Open =
        "select (select count(*) from teardowns where status <> 3) as teardowns, "
        + "(select count(*) from teardowns where status = 3) as stalled, "
        + "(select count(*) from webhook_inbox where dead_at is null) as deliveries, "
        + "(select count(*) from webhook_inbox where dead_at is not null) as dead, "
        + "(select count(*) from jobs where status in (1, 2)) as jobs";

    private ShopkeeperProcess Silo => cluster.Silos[0].Service;

    /// <summary>Waits until every silo is ready and nothing is left to do.</summary>
    public async Task SettleAsync()
    {
        foreach (var silo in cluster.Silos)
        {
            await Eventually.UntilAsync($"silo {silo.Index} is ready", silo.IsReadyAsync, Deadline);
        }
        cluster.Cluster.TurnTo(Silo);

        // The deliveries that Shopify still has to repeat come first: an end that nobody has told of is no work yet.
        await Eventually.PollAsync(
            "every shop that was uninstalled has its end opened",
            CountUntoldAsync,
            untold => untold.Count == 0,
            Deadline);
        var left = await Eventually.PollAsync(
            "no teardown, delivery or job is left to do",
            ReadOpenAsync,
            open => (open.Teardowns, open.Deliveries, open.Jobs) == (0, 0, 0),
            Deadline);
        Assert.Equal((0, 0), (left.Stalled, left.Dead));
    }

    /// <summary>Every delivery that was answered 2xx has had its effect once.</summary>
    public async Task AssertDeliveriesAsync()
    {
        var booked = ReadBooks().ToLookup(line => line.Number);
        foreach (var line in booked.SelectMany(of => of.GroupBy(one => one.Installation)))
            Assert.True(line.Select(one => one.Job).Distinct().Count() == 1, $"Applied twice: {line.First()}");
        var residents = work.Resident.Select(shop => shop.Merchant.Domain).ToHashSet(StringComparer.Ordinal);
        foreach (var sent in work.Deliveries.Answered)
        {
            var verdict = await Silo.ReadVerdictAsync(sent.WebhookId);
            Assert.True(Settled.Contains(verdict), $"Order {sent.Number} was answered 200; its verdict is {verdict}.");
            if (!residents.Contains(sent.Shop.Domain)) continue;
            Assert.True(verdict == "accepted", $"Order {sent.Number} of a shop that stayed is {verdict}.");
            Assert.True(booked[sent.Number].Any(), $"Order {sent.Number} of a shop that stayed was never booked.");
        }
        tally.Count("orders: booked", booked.Count);
    }

    /// <summary>Stays that ended are certified once each; those that go on have what was promised, and work.</summary>
    public async Task AssertPromisesAsync()
    {
        foreach (var shop in work.Passing) await AssertCertifiedAsync(shop);
        foreach (var shop in work.All.Where(shop => shop.Current is not null)) await AssertWorksAsync(shop);
    }

    /// <summary>Waits until a job has come to its end, which has to be a good one.</summary>
    public static Task UntilJobEndsAsync(ChaosCluster cluster, Merchant shop, Guid job) => Eventually.PollAsync(
        $"job {job} is completed",
        async () => (await shop.Through(cluster.Silos[0].Service).GetAsync($"/api/jobs/{job}"))
            .GetProperty("status").GetString(),
        status => status == "completed",
        Deadline);

    private async Task AssertCertifiedAsync(ChaosShop shop)
    {
        var page = await Silo.Operations.ReadAsync($"certificates?shop={shop.Merchant.Domain}");
        var claims = page.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("claims")).ToArray();
        Assert.Equal(shop.Ended.Order(), claims.Select(InstallationOf).Order());
        Assert.All(claims, one => Assert.Equal("complete", one.GetProperty("result").GetString()));
        tally.Count("certificates", claims.Length);
        Assert.Equal(0, await Silo.ReadResidueAsync(shop.Merchant));
        if (shop.Current is not null) return;
        using var refused = await shop.Merchant.Through(Silo).SendAsync(HttpMethod.Get, "/api/session");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private async Task AssertWorksAsync(ChaosShop shop)
    {
        var merchant = shop.Merchant.Through(Silo);
        var session = await merchant.GetAsync("/api/session");
        Assert.Equal(shop.Current, session.GetProperty("installationId").GetGuid());
        Assert.Equal(shop.Ended.Count + 1, session.GetProperty("generation").GetInt32());
        foreach (var job in shop.Jobs)
        {
            var told = (await merchant.GetAsync($"/api/jobs/{job}")).GetProperty("status").GetString();
            Assert.True(told == "completed", $"Job {job} was accepted, and is {told}.");
        }

        var configuration = await merchant.GetAsync("/api/configuration");
        var number = configuration.TryGetProperty("number", out var stored) ? stored.GetInt32() : 0;
        var (certain, possible) = shop.Configuration;
        Assert.Contains(number, possible.Append(certain));

        // Its access has come through it all: a job that calls Shopify ends well.
        await UntilJobEndsAsync(cluster, merchant, await merchant.StartJobAsync());
    }

    private async Task<IReadOnlyList<Guid>> CountUntoldAsync()
    {
        var ended = work.Passing.SelectMany(shop => shop.Ended).ToArray();
        await using var connection = await OpenAsync(cluster);
        await using var command = new NpgsqlCommand(
            "select id from installations where ended_at is null and id = any(@ended)", connection);
        command.Parameters.AddWithValue("ended", ended);
        await using var reader = await command.ExecuteReaderAsync();
        var untold = new List<Guid>();
        while (await reader.ReadAsync()) untold.Add(reader.GetGuid(0));
        return untold;
    }

    private async Task<(long Teardowns, long Stalled, long Deliveries, long Dead, long Jobs)> ReadOpenAsync()
    {
        await using var connection = await OpenAsync(cluster);
        await using var command = new NpgsqlCommand(Open, connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));
    }

    private IEnumerable<(Guid Installation, long Number, Guid Job)> ReadBooks() =>
        from file in Directory.EnumerateFiles(cluster.Books)
        from line in File.ReadLines(file)
        let parts = line.Split(' ')
        select (Guid.Parse(parts[0]), long.Parse(parts[1]), Guid.Parse(parts[2]));

    private static Guid InstallationOf(JsonElement claims) => claims.GetProperty("installationId").GetGuid();

    /// <summary>A connection of the test's own, which no fault befalls.</summary>
    internal static async Task<NpgsqlConnection> OpenAsync(ChaosCluster cluster)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(cluster.Database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
