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
    private static readonly string[] Settled = ["accepted", "purged", "unknown-shop", "stale"];

    // Teardowns: 3 is stalled, which nobody comes back to. Jobs: 1 waits, 2 runs.
    private const string Open =
        "select (select count(*) from teardowns where status <> 3) as teardowns, "
        + "(select count(*) from teardowns where status = 3) as stalled, "
        + "(select count(*) from webhook_inbox where dead_at is null) as deliveries, "
        + "(select count(*) from webhook_inbox where dead_at is not null) as dead, "
        + "(select count(*) from jobs where status in (1, 2)) as jobs";

    // They hold for a minute at most, and then go when silos drop what is old.
    private const string Leases =
        "select (select count(*) from install_intents) + (select count(*) from permits)";

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

        // Who died in an install, or in a call that takes access, has left a row that nobody but time removes.
        await Eventually.PollAsync(
            "no install's intent and no permit is left", CountLeasesAsync, leases => leases == 0, Deadline);
    }

    /// <summary>
    /// Every delivery that was answered 2xx has had its effect once, and for one stay, which is the one that it was
    /// sent to, if that goes on.
    /// </summary>
    public async Task AssertDeliveriesAsync()
    {
        var booked = BookedOrder.ReadFrom(cluster.Books);
        var shops = work.All.SelectMany(shop => shop.Stays.Select(stay => (stay, shop))).ToDictionary();
        foreach (var lines in booked) AssertAppliedOnce(lines, shops);
        foreach (var sent in work.Deliveries.Answered)
        {
            var verdict = await Silo.ReadVerdictAsync(sent.WebhookId);
            Assert.True(Settled.Contains(verdict), $"Order {sent.Number} was answered 200; its verdict is {verdict}.");
            if (sent.Installation is not { } stay || stay != sent.Shop.Current) continue;
            Assert.True(verdict == "accepted", $"Order {sent.Number} of a stay that goes on is {verdict}.");
            Assert.True(
                booked[sent.Number].Any(line => line.Installation == stay),
                $"Order {sent.Number} of a stay that goes on was never booked for it.");
            tally.Count(sent.Shop.Ended.Count == 0 ? "orders: of first stays" : "orders: of stays that began anew");
        }
        tally.Count("orders: booked", booked.Count);
    }

    private static void AssertAppliedOnce(
        IGrouping<long, BookedOrder> lines, Dictionary<Guid, ChaosShop> shops)
    {
        var stays = lines.ToLookup(line => line.Installation);
        Assert.All(stays, stay => Assert.True(
            stay.Select(line => line.Job).Distinct().Count() == 1, $"Applied twice: {stay.First()}"));
        var first = stays.First().Key;
        Assert.True(shops.TryGetValue(first, out var shop), $"Order {lines.Key} is booked for a stay of nobody's.");
        Assert.True(
            stays.Count == 1 || shop.AreJoinedByResets(stays.Select(stay => stay.Key)),
            $"Order {lines.Key} was applied for {stays.Count} stays, one of which ended for good before the next.");
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
        Assert.All(claims, one => Assert.True(
            IsComplete(one, shop), $"A stay's end is not complete: {one.GetRawText()}"));
        tally.Count("certificates", claims.Length);
        Assert.Equal(0, await Silo.ReadResidueAsync(shop.Merchant));
        if (shop.Current is not null) return;
        using var refused = await shop.Merchant.Through(Silo).SendAsync(HttpMethod.Get, "/api/session");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    // Where the merchant came back before the access was taken, it is left to the new stay, as the certificate says.
    private static bool IsComplete(JsonElement claims, ChaosShop shop)
    {
        var result = claims.GetProperty("result").GetString();
        if (result == "complete") return true;
        var left = claims.GetProperty("notErased").EnumerateArray();
        return result == "complete-with-exceptions" && shop.WasOvertaken(InstallationOf(claims))
            && left.All(one => one.GetProperty("reason").GetString() == "superseded");
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

    private async Task<long> CountLeasesAsync()
    {
        await using var connection = await OpenAsync(cluster);
        await using var command = new NpgsqlCommand(Leases, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

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
