using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.BigShops;

/// <summary>
/// A shop with very many rows is torn down, and the service is killed in the middle of it. BIGSHOP_LOGS and
/// BIGSHOP_JOBS make it bigger.
/// </summary>
public sealed class BigShopTests
{
    private const int ChunkRows = 50_000;
    private const int BatchRows = 1_000;

    [Theory, OnBothDatabases]
    public Task Big_shop_when_the_service_is_killed_halfway_is_erased_from_where_it_was_while_others_work(
        DatabaseKind kind)
    {
        var size = BigShopSize.Read();
        return ShopkeeperProcess.RunAsync(kind, async service =>
        {
            var neighbour = await Merchant.InstalledAsync(service, "neighbour");
            var big = await Merchant.InstalledAsync(service, "big");
            await UntilQuietAsync(big);
            var small = await DryRunAsync(service, big);
            await PlantAsync(service, big, size);
            var dry = await DryRunAsync(service, big);
            Assert.Equal(size.Logs, dry["api_logs"] - small["api_logs"]);
            Assert.Equal(size.Jobs, dry["jobs"] - small["jobs"]);

            var teardown = await service.EndByOperatorAsync(big);
            var before = await WorkUntilAsync(neighbour, UntilHalfwayAsync(service, big, dry["api_logs"], size));
            service.Kill();
            var killedAt = TimeProvider.System.GetUtcNow();
            await service.Process.WaitForExitAsync(cancellationToken: CancellationToken.None);
            var left = await StoredRows.CountAsync(service, "api_logs", big.InstallationId);
            Assert.InRange(left, 1, dry["api_logs"] - 1);

            await service.StartAsync();
            var after = await WorkUntilAsync(neighbour, UntilCertifiedAsync(service, teardown, size));
            AssertGone(await service.UntilCertifiedAsync(big), dry, killedAt);
            Assert.Equal(0, await service.ReadResidueAsync(big));
            Assert.Equal(0, await StoredRows.CountAsync(service, "jobs", big.InstallationId));
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{kind}: {left} of {dry["api_logs"]} entries were left at the kill; the neighbour was served {before} "
                + $"times before it and {after} times after it.");
            Assert.True(before > 0 && after > 0, $"The neighbour was served {before} and {after} times.");
        });
    }

    // The steps before the kill are not run again, and what was counted before it still counts: all but the batch whose
    // counts the kill may have cut off.
    private static void AssertGone(
        JsonElement certificate, IReadOnlyDictionary<string, long> dry, DateTimeOffset killedAt)
    {
        var claims = certificate.GetProperty("claims");
        Assert.Equal("complete", claims.GetProperty("result").GetString());
        var steps = claims.GetProperty("steps").EnumerateArray().ToArray();
        var stopped = steps.Single(step => step.GetProperty("name").GetString() == "stop-jobs");
        Assert.True(stopped.GetProperty("finishedAt").GetDateTimeOffset() < killedAt);
        Assert.Equal(dry["jobs"], Erased(steps, "jobs"));
        Assert.InRange(Erased(steps, "api_logs"), dry["api_logs"] - BatchRows, dry["api_logs"]);
    }

    private static long Erased(IEnumerable<JsonElement> steps, string store) => steps
        .Where(step => step.GetProperty("name").GetString() != "verify-residue")
        .SelectMany(step => step.GetProperty("counts").EnumerateArray())
        .Where(count => count.GetProperty("store").GetString() == store)
        .Sum(count => count.GetProperty("count").GetInt64());

    // Everything that a shop does, again and again, each answered as it should be.
    private static async Task<int> WorkUntilAsync(Merchant shop, Task over)
    {
        var served = 0;
        for (; !over.IsCompleted; served++)
        {
            await shop.CallAsync(HttpMethod.Put, "/api/preferences", new { served });
            Assert.Equal(
                served, (await shop.GetAsync("/api/preferences")).GetProperty("served").GetInt32());
        }
        await over;
        return served;
    }

    private static Task UntilHalfwayAsync(
        ShopkeeperProcess service, Merchant big, long logs, BigShopSize size) => Eventually.UntilAsync(
            "half of the entries are erased",
            async () => await StoredRows.CountAsync(service, "api_logs", big.InstallationId) <= logs * 3 / 4,
            size.Deadline,
            CancellationToken.None);

    private static Task UntilCertifiedAsync(ShopkeeperProcess service, Guid teardown, BigShopSize size) =>
        Eventually.UntilAsync(
            "the teardown is certified",
            async () => (await service.Operations.ReadAsync($"teardowns/{teardown}")).GetProperty("status").GetString()
                == "certified",
            size.Deadline,
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

    private static async Task PlantAsync(ShopkeeperProcess service, Merchant shop, BigShopSize size)
    {
        var onPostgres = service.Kind == DatabaseKind.Postgres;
        var dueAt = TimeProvider.System.GetUtcNow().AddYears(1);
        for (var from = 1; from <= size.Logs; from += ChunkRows)
        {
            await StoredRows.ExecuteAsync(service, BulkRows.Logs(
                onPostgres, shop.InstallationId, from, Math.Min(ChunkRows, size.Logs - from + 1)));
        }
        for (var from = 1; from <= size.Jobs; from += ChunkRows)
        {
            await StoredRows.ExecuteAsync(service, BulkRows.Jobs(
                onPostgres, shop.InstallationId, from, Math.Min(ChunkRows, size.Jobs - from + 1), dueAt));
        }
    }
}
