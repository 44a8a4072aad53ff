using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.BigShops;

/// <summary>
/// Shops with very many rows are torn down, and the service is killed in the middle of it: one is in the step that
/// stops the jobs then, the other in the one that purges the data.
/// </summary>
public sealed class BigShopTests
{
    private const int ChunkRows = 50_000;
    private const int BatchRows = 1_000;
    private static readonly BigShopSize Size = BigShopSize.Read();

    // A row that is held on SQLite costs an attempt a second, for as long as the other shop takes to be halfway.
    private static readonly Dictionary<string, string?> Patient = new() { ["Teardown:MaximumAttempts"] = "1000" };

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<string> _report = [];

    [Theory, OnBothDatabases]
    public Task Big_shops_when_the_service_is_killed_halfway_are_erased_from_where_they_were_while_others_work(
        DatabaseKind kind) => ShopkeeperProcess.RunAsync(kind, async service =>
    {
        var neighbour = new ServedNeighbour(await Merchant.InstalledAsync(service, "neighbour"));
        var busy = await PlantedAsync(service, "busy", 0);
        var big = await PlantedAsync(service, "big", Size.Logs);
        await using var backup = Size.HasSnapshot ? await HeldSnapshot.TakeAsync(service) : null;
        Tell("planted");

        var killedAt = await KillHalfwayAsync(service, neighbour, busy, big);
        await service.StartAsync();
        Tell("started again");
        var after = await neighbour.WorkUntilAsync(Task.WhenAll(
            UntilCertifiedAsync(service, busy.Teardown), UntilCertifiedAsync(service, big.Teardown)));
        Tell($"both certified; the neighbour was served {after} times meanwhile");

        AssertGone(await StepsAsync(service, busy), "jobs", busy, killedAt);
        var steps = await StepsAsync(service, big);
        AssertGone(steps, "api_logs", big, killedAt);
        Assert.Equal(big.Planned["jobs"], Erased(steps, "jobs"));
        foreach (var shop in (BigShop[])[busy, big])
        {
            Assert.Equal(0, await service.ReadResidueAsync(shop.Merchant));
            Assert.Equal(0, await StoredRows.CountAsync(service, "jobs", shop.Merchant.InstallationId));
        }

        Tell($"the neighbour: {neighbour}");
        if (Size.Report is { } path)
            await File.AppendAllLinesAsync(path, _report.Prepend($"{kind}, {Size}"), CancellationToken.None);
    }, Patient);

    // A row in the middle of each is held, so that both are where they are wanted when the process dies.
    private async Task<DateTimeOffset> KillHalfwayAsync(
        ShopkeeperProcess service, ServedNeighbour neighbour, BigShop busy, BigShop big)
    {
        await using var held = new HeldRows(service);
        await held.HoldAsync("jobs", "sequence", busy.Merchant.InstallationId, Size.Jobs / 2);
        await held.HoldAsync("api_logs", "id", big.Merchant.InstallationId, Size.Logs / 2);

        // The longer way first: the other's held row is met soon after.
        var before = await EndHalfwayAsync(service, neighbour, big, "api_logs", Size.Logs);
        before += await EndHalfwayAsync(service, neighbour, busy, "jobs", Size.Jobs);
        service.Kill();
        var killedAt = TimeProvider.System.GetUtcNow();
        await service.Process.WaitForExitAsync(cancellationToken: CancellationToken.None);
        Tell($"killed halfway; the neighbour was served {before} times meanwhile");
        await AssertHalfLeftAsync(service, busy, "jobs");
        await AssertHalfLeftAsync(service, big, "api_logs");
        return killedAt;
    }

    private static async Task<int> EndHalfwayAsync(
        ShopkeeperProcess service, ServedNeighbour neighbour, BigShop shop, string table, int planted)
    {
        shop.Teardown = await service.EndByOperatorAsync(shop.Merchant);
        return await neighbour.WorkUntilAsync(UntilHalfwayAsync(service, shop, table, planted));
    }

    private static async Task AssertHalfLeftAsync(ShopkeeperProcess service, BigShop shop, string table)
    {
        var left = await StoredRows.CountAsync(service, table, shop.Merchant.InstallationId);
        Assert.InRange(left, 1, shop.Planned[table] - 1);
    }

    // The step went on: it was begun before the kill and ended after it, and what was counted before still counts: all
    // but the batch whose counts the kill may have cut off. Those before it were done, and cost no further attempt;
    // should the search for residue find something that turned up late, it has them run once more.
    private static void AssertGone(JsonElement[] steps, string table, BigShop shop, DateTimeOffset killedAt)
    {
        var name = table == "jobs" ? "stop-jobs" : "purge-data";
        var at = Array.FindIndex(steps, step => step.GetProperty("name").GetString() == name);
        Assert.All(steps[..at], step => Assert.True(
            Moment(step, "startedAt") < killedAt && step.GetProperty("attempts").GetInt32() == 1, $"{step}"));
        Assert.True(Moment(steps[at], "startedAt") < killedAt && killedAt < Moment(steps[at], "finishedAt"));
        Assert.InRange(Erased(steps, table), shop.Planned[table] - BatchRows, shop.Planned[table]);
    }

    private static DateTimeOffset Moment(JsonElement step, string name) => step.GetProperty(name).GetDateTimeOffset();

    private static async Task<JsonElement[]> StepsAsync(ShopkeeperProcess service, BigShop shop)
    {
        var claims = (await service.UntilCertifiedAsync(shop.Merchant)).GetProperty("claims");
        Assert.Equal("complete", claims.GetProperty("result").GetString());
        return [.. claims.GetProperty("steps").EnumerateArray()];
    }

    private static long Erased(IEnumerable<JsonElement> steps, string store) => steps
        .Where(step => step.GetProperty("name").GetString() != "verify-residue")
        .SelectMany(step => step.GetProperty("counts").EnumerateArray())
        .Where(count => count.GetProperty("store").GetString() == store)
        .Sum(count => count.GetProperty("count").GetInt64());

    private static Task UntilHalfwayAsync(ShopkeeperProcess service, BigShop shop, string table, int planted) =>
        Eventually.UntilAsync(
            $"half of the planted rows of {table} are erased",
            async () => await StoredRows.CountAsync(service, table, shop.Merchant.InstallationId)
                <= shop.Planned[table] - (planted / 2 / BatchRows * BatchRows),
            Size.Deadline,
            CancellationToken.None);

    private static Task UntilCertifiedAsync(ShopkeeperProcess service, Guid teardown) =>
        Eventually.UntilAsync(
            "the teardown is certified",
            async () => (await service.Operations.ReadAsync($"teardowns/{teardown}")).GetProperty("status").GetString()
                == "certified",
            Size.Deadline,
            CancellationToken.None);

    private static Task UntilQuietAsync(Merchant shop) => Eventually.UntilAsync(
        "the jobs of the install are done",
        async () => (await shop.GetAsync("/api/jobs")).GetProperty("items").EnumerateArray().ToArray() is { } jobs
            && jobs.Length > 0 && jobs.All(job => job.GetProperty("status").GetString() == "completed"),
        TimeSpan.FromSeconds(60),
        CancellationToken.None);

    private static async Task<IReadOnlyDictionary<string, long>> DryRunAsync(ShopkeeperProcess service, Merchant shop)
    {
        using var answer = await service.Operations.PostAsync(
            $"shops/{shop.Domain}/uninstall?dryRun=true", null, CancellationToken.None);
        return (await answer.ReadJsonAsync()).GetProperty("stores").EnumerateArray().ToDictionary(
            store => store.GetProperty("store").GetString()!, store => store.GetProperty("count").GetInt64(),
            StringComparer.Ordinal);
    }

    private static async Task<BigShop> PlantedAsync(ShopkeeperProcess service, string name, int logs)
    {
        var shop = await Merchant.InstalledAsync(service, name);
        await UntilQuietAsync(shop);
        var before = await DryRunAsync(service, shop);
        await PlantAsync(service, shop, logs);
        var planned = await DryRunAsync(service, shop);
        Assert.Equal(logs, planned["api_logs"] - before["api_logs"]);
        Assert.Equal(Size.Jobs, planned["jobs"] - before["jobs"]);
        return new BigShop(shop, planned);
    }

    private static async Task PlantAsync(ShopkeeperProcess service, Merchant shop, int logs)
    {
        var onPostgres = service.Kind == DatabaseKind.Postgres;
        var dueAt = TimeProvider.System.GetUtcNow().AddYears(1);
        for (var from = 1; from <= logs; from += ChunkRows)
        {
            await StoredRows.ExecuteAsync(service, BulkRows.Logs(
                onPostgres, shop.InstallationId, from, Math.Min(ChunkRows, logs - from + 1)));
        }
        for (var from = 1; from <= Size.Jobs; from += ChunkRows)
        {
            await StoredRows.ExecuteAsync(service, BulkRows.Jobs(
                onPostgres, shop.InstallationId, from, Math.Min(ChunkRows, Size.Jobs - from + 1), dueAt));
        }
    }

    private void Tell(string what)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalSeconds,8:F1} s  {what}");
        _report.Add(line);
        TestContext.Current.TestOutputHelper?.WriteLine(line);
    }

    // What a shop holds when its end is ordered, by the dry run's word.
    private sealed record BigShop(Merchant Merchant, IReadOnlyDictionary<string, long> Planned)
    {
        public Guid Teardown { get; set; }
    }
}
