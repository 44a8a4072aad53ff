using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing.Postgres;
using Shopkeeper.Testing.Redis;

namespace Shopkeeper.EndToEnd.Tests.Caching;

/// <summary>
/// An app that caches, in two processes on one PostgreSQL: what they hold in memory and what they share of a shop goes
/// with its end, and the neighbour's stays byte for byte.
/// </summary>
public sealed class ClusterCacheTests
{
    [Fact]
    public Task Uninstall_and_reset_when_two_processes_and_the_database_hold_entries_leave_none() =>
        ServiceCluster.RunAsync(
            2, cluster => EraseAndSearchAsync(cluster, null), Settings(null), CachingProcess.Project);

    [Fact]
    public async Task Uninstall_and_reset_when_two_processes_and_redis_hold_entries_leave_none_even_by_a_frozen_one()
    {
        await using var redis = await RedisServer.StartAsync();
        await ServiceCluster.RunAsync(
            2,
            async cluster =>
            {
                await EraseAndSearchAsync(cluster, redis);
                await FreezeOverAnEndAsync(cluster, redis);
            },
            Settings(redis),
            CachingProcess.Project);
    }

    // A process that was frozen over an end writes nothing when it goes on.
    private static async Task FreezeOverAnEndAsync(ServiceCluster cluster, RedisServer redis)
    {
        var (alive, frozen) = (cluster.Processes[0], cluster.Processes[1]);
        var shop = await Merchant.InstalledAsync(alive);
        Assert.Equal(HttpStatusCode.OK, await frozen.SetAsync(shop, "key", "of the frozen one"));
        frozen.Process.Pause();
        await alive.EndByOperatorAsync(shop);
        var claims = (await alive.UntilCertifiedAsync(shop)).GetProperty("claims");
        Assert.Contains("all-silos-caches", Covers(claims));
        var after = await redis.DumpAsync();

        var late = frozen.SetAsync(shop, "key", "late");
        frozen.Process.Resume();

        // It learns that it was declared dead and goes, or answers that the installation has ended.
        var outcome = await Record.ExceptionAsync(async () => Assert.Equal(HttpStatusCode.Forbidden, await late));
        Assert.True(outcome is null or HttpRequestException, $"{outcome}");
        Assert.Equal(after, await redis.DumpAsync());
        var left = Assert.Single(after, pair => Guid.Parse(pair.Key.Split('{', '}')[1]) == shop.InstallationId);
        Assert.EndsWith(":ended", left.Key, StringComparison.Ordinal);
    }

    private static async Task EraseAndSearchAsync(ServiceCluster cluster, RedisServer? redis)
    {
        var (first, second) = (cluster.Processes[0], cluster.Processes[1]);
        var leaves = await Merchant.InstalledAsync(first, "leaves");
        var stays = await Merchant.InstalledAsync(first, "stays");
        var gone = await FillAsync(cluster, leaves);
        var kept = await FillAsync(cluster, stays);
        var renewed = await Merchant.InstalledAsync(first, "renewed");
        var renewedGone = await FillAsync(cluster, renewed);
        var before = await ReadSharedAsync(first, redis);
        Assert.Equal(3, before.Count);
        AssertHoldsNoneInPlain(before.Values, [.. gone, .. kept, .. renewedGone]);
        var old = await ResetAsync(cluster, renewed, renewedGone);

        // The plan counts what the teardown then erases.
        using var plan = await second.Operations.PostAsJsonAsync(
            $"shops/{leaves.Domain}/uninstall?dryRun=true",
            new { reason = "test", confirm = leaves.Domain },
            CancellationToken.None);
        var planned = (await plan.ReadJsonAsync()).GetProperty("stores").EnumerateArray().Single(
            store => store.GetProperty("store").GetString() == (redis is null ? "cache_entries" : "cache:redis"));
        Assert.Equal(4, planned.GetProperty("count").GetInt64());

        await first.Shopify.Control.UninstallAsync(leaves.Domain, null, CancellationToken.None);
        var claims = (await second.UntilCertifiedAsync(leaves)).GetProperty("claims");

        Assert.Equal("complete", claims.GetProperty("result").GetString());
        Assert.Contains("all-silos-caches", Covers(claims));
        Assert.Contains(redis is null ? "shared-cache:database" : "shared-cache:redis", Covers(claims));
        Assert.Equal(4, CountOf(claims, redis is null ? "cache_entries" : "cache:redis"));
        Assert.Equal(8, CountOf(claims, "cache:memory"));
        foreach (var process in cluster.Processes)
        {
            Assert.All(await process.CountMemoryAsync(leaves), cache => Assert.Equal(0, cache.Value));
            Assert.Equal(4, (await process.CountMemoryAsync(stays))["memory"]);
            Assert.Equal(HttpStatusCode.Forbidden, await process.SetAsync(leaves, "late", "late"));
            foreach (var key in gone.Where((_, at) => at % 2 == 0)) Assert.Null(await process.GetAsync(leaves, key));
        }

        var after = await ReadSharedAsync(first, redis);
        Assert.Equal(before[stays.InstallationId], after[stays.InstallationId]);
        Assert.Equal(new HashSet<Guid> { stays.InstallationId, renewed.InstallationId }, [.. after.Keys]);
        foreach (var ended in (Merchant[])[leaves, old])
        {
            await AssertAbsentAsync(
                cluster, redis, before[ended.InstallationId], [.. gone, .. kept, .. renewedGone]);
        }
    }

    // The stay that ended is gone from both processes, and the next one begins with nothing and can cache anew.
    private static async Task<Merchant> ResetAsync(
        ServiceCluster cluster, Merchant shop, IReadOnlyList<string> canaries)
    {
        var (first, second) = (cluster.Processes[0], cluster.Processes[1]);
        var old = shop.Through(first);
        await first.UntilCertifiedAsync(await second.ResetByOperatorAsync(shop));
        Assert.NotEqual(old.InstallationId, await shop.ReadInstallationAsync());
        foreach (var process in cluster.Processes)
        {
            Assert.All(await process.CountMemoryAsync(old), cache => Assert.Equal(0, cache.Value));
            Assert.Equal(HttpStatusCode.Forbidden, await process.SetAsync(old, "late", "late"));
            foreach (var key in canaries.Where((_, at) => at % 2 == 0)) Assert.Null(await process.GetAsync(shop, key));
            Assert.Equal(HttpStatusCode.OK, await process.SetAsync(shop, $"key of {process.PublicUrl}", "anew"));
            Assert.Equal("anew", await process.GetAsync(shop, $"key of {process.PublicUrl}"));
        }
        return old;
    }

    // Two entries by each process, with canaries for keys and values; then each reads what the other wrote.
    private static async Task<IReadOnlyList<string>> FillAsync(ServiceCluster cluster, Merchant shop)
    {
        var canaries = new List<string>();
        foreach (var process in cluster.Processes)
        {
            for (var entry = 0; entry < 2; entry++)
            {
                var key = shop.Note("a key of the cache", $"canary{Keys.RandomText(12)}");
                var value = shop.Note("a value of the cache", $"canary{Keys.RandomText(12)}");
                Assert.Equal(HttpStatusCode.OK, await process.SetAsync(shop, key, value));
                canaries.AddRange([key, value]);
            }
        }

        foreach (var process in cluster.Processes)
        {
            for (var entry = 0; entry < canaries.Count; entry += 2)
                Assert.Equal(canaries[entry + 1], await process.GetAsync(shop, canaries[entry]));
            Assert.Equal(4, (await process.CountMemoryAsync(shop))["memory"]);
        }

        return canaries;
    }

    // What the shared level holds, by installation: rows of the table, or all of Redis but the marks of ends.
    private static async Task<Dictionary<Guid, string>> ReadSharedAsync(ShopkeeperProcess process, RedisServer? redis)
    {
        if (redis is not null)
        {
            return (await redis.DumpAsync()).Where(pair => !pair.Key.EndsWith(":ended", StringComparison.Ordinal))
                .GroupBy(pair => Guid.Parse(pair.Key.Split('{', '}')[1]))
                .ToDictionary(group => group.Key, group => string.Join('\n', group.Select(pair => pair.Value)));
        }

        var values = (await StoredRows.OfTableAsync(process, "cache_entries")).Chunk(4);
        return values.GroupBy(row => (Guid)row[0].Value).ToDictionary(
            group => group.Key,
            group => string.Join('\n', group.Select(row => string.Join('|', row.Skip(1).Select(Text))).Order()));
    }

    private static string Text(StoredValue value) =>
        value.Value is byte[] bytes ? Convert.ToHexStringLower(bytes) : $"{value.Value}";

    private static void AssertHoldsNoneInPlain(IEnumerable<string> texts, IReadOnlyList<string> canaries)
    {
        var needles = canaries.SelectMany(canary => Forms.Encoded(canary).Select(form => new Needle(canary, form)))
            .ToArray();
        Assert.Empty(texts.SelectMany(text => new Haystack("shared", text).FindAny(needles)));
    }

    private static async Task AssertAbsentAsync(
        ServiceCluster cluster, RedisServer? redis, string stored, IReadOnlyList<string> canaries)
    {
        // Of what was stored as it was: each line of the table's rows, or each field and payload in Redis.
        var needles = stored.Split(['\n', '|']).Where(part => part.Length >= 16)
            .Select(part => new Needle("a stored part", part)).ToArray();
        Assert.NotEmpty(needles);
        var dump = Encoding.Latin1.GetString(
            await PostgresServer.DumpAsync(cluster.Deployment.ConnectionString!, CancellationToken.None));
        Assert.Empty(new Haystack("pg_dump", dump).FindAny(needles));
        AssertHoldsNoneInPlain([dump, .. cluster.Processes.Select(process => process.ReadLogs())], canaries);
        if (redis is null) return;
        var held = await redis.DumpAsync();
        Assert.Empty(held.SelectMany(pair => new Haystack(pair.Key, pair.Value).FindAny(needles)));
        var marks = held.Where(pair => pair.Key.EndsWith(":ended", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, marks.Length);
        Assert.All(marks, mark => Assert.Equal("1", mark.Value.Trim()));
    }

    private static Dictionary<string, string?> Settings(RedisServer? redis) => new(StringComparer.Ordinal)
    {
        ["Cache:Redis"] = redis?.ConnectionString,
        ["Cache:MemoryLifetime"] = "00:05:00",
    };

    private static IEnumerable<string?> Covers(JsonElement claims) =>
        claims.GetProperty("boundary").GetProperty("covers").EnumerateArray().Select(place => place.GetString());

    private static long CountOf(JsonElement claims, string store) =>
        claims.GetProperty("steps").EnumerateArray()
            .Single(step => step.GetProperty("name").GetString() == "clear-caches")
            .GetProperty("counts").EnumerateArray()
            .Single(count => count.GetProperty("store").GetString() == store).GetProperty("count").GetInt64();
}
