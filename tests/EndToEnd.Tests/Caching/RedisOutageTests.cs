using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;
using Shopkeeper.Testing.Redis;

namespace Shopkeeper.EndToEnd.Tests.Caching;

/// <summary>Redis goes away: the service stays ready, and a teardown waits for it in sight.</summary>
public sealed class RedisOutageTests
{
    [Fact]
    public async Task Teardown_while_redis_is_down_waits_visibly_and_is_certified_once_it_is_back()
    {
        await using var redis = await RedisServer.StartAsync();
        await ShopkeeperProcess.RunAsync(
            DatabaseKind.Sqlite,
            service => OutageAsync(service, redis),
            new Dictionary<string, string?> { ["Cache:Redis"] = redis.ConnectionString });
    }

    private static async Task OutageAsync(ShopkeeperProcess service, RedisServer redis)
    {
        Assert.Equal("Healthy", await ReadinessAsync(service));
        var shop = await Merchant.InstalledAsync(service);
        await redis.StopAsync();
        Assert.Equal("Degraded", await ReadinessAsync(service));

        var teardown = await service.EndByOperatorAsync(shop);
        var step = await Eventually.PollAsync(
            "the teardown waits for Redis",
            async () => StepOf(await service.Operations.ReadAsync($"teardowns/{teardown}")),
            seen => seen is { } found && found.GetProperty("lastCode").GetString() == "cache-unreachable",
            TimeSpan.FromSeconds(60));
        Assert.InRange(step!.Value.GetProperty("attempts").GetInt32(), 0, 1);

        // The merchant comes back meanwhile, and is not held up by it.
        await shop.InstallAsync();
        await redis.StartAgainAsync();

        var certified = await service.UntilCertifiedAsync(teardown);
        Assert.Equal("certified", certified.GetProperty("status").GetString());
        await Eventually.UntilAsync("it is healthy again", async () => await ReadinessAsync(service) == "Healthy");
        Assert.DoesNotContain(redis.ConnectionString, service.ReadLogs(), StringComparison.Ordinal);
    }

    private static JsonElement? StepOf(JsonElement teardown)
    {
        var steps = teardown.GetProperty("steps").EnumerateArray()
            .Where(step => step.GetProperty("name").GetString() == "clear-caches").ToArray();
        return steps.Length == 0 ? null : steps[0];
    }

    // 200 either way: deliveries can be made durable without it.
    private static async Task<string?> ReadinessAsync(ShopkeeperProcess service) =>
        (await service.Internal.ReadAsync("/health/ready")).GetProperty("checks").GetProperty("shared-cache")
            .GetProperty("status").GetString();
}
