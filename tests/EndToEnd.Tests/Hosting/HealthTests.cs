using System.Net;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Hosting;

/// <summary>What a probe is told when something is wrong, and that it is told nothing else.</summary>
public sealed class HealthTests(HealthTests.Watched watched) : IClassFixture<HealthTests.Watched>
{
    [Fact]
    public Task Readiness_when_the_keys_are_gone_is_degraded_and_says_which_setting_to_look_at() =>
        watched.RunAsync(async service =>
        {
            var keys = service.Settings["Keys:Directory"]!;
            Directory.Move(keys, keys + ".away");
            var health = await UntilAsync(service, "keys", "Degraded");
            Assert.Equal("Degraded", health.GetProperty("status").GetString());
            Assert.Contains(
                "Keys:Directory", health.GetProperty("checks").GetProperty("keys").GetProperty("problem").GetString());

            Directory.Move(keys + ".away", keys);
            await UntilAsync(service, "keys", "Healthy");
        });

    [Fact]
    public Task Readiness_when_a_teardown_stands_still_is_told_in_the_log_again_and_again_and_in_the_gauges() =>
        watched.RunAsync(async service =>
        {
            var shop = await Merchant.InstalledAsync(service);
            await StandStillAsync(service, shop);
            await Eventually.UntilAsync(
                "the log says that a clean-up is incomplete",
                () => service.ReadLogs().Contains("1 teardowns stand still", StringComparison.Ordinal),
                TimeSpan.FromSeconds(60));
            await Eventually.UntilAsync(
                "the gauge counts it",
                async () => (await service.Internal.GetStringAsync("/metrics")).Split('\n').Any(
                    line => line.StartsWith("shopkeeper_teardowns_stalled{", StringComparison.Ordinal)
                        && line.EndsWith(" 1", StringComparison.Ordinal)));
        });

    // Shopify does not answer whether the app is installed, and patience is short.
    private static async Task StandStillAsync(ShopkeeperProcess service, Merchant shop)
    {
        await service.Shopify.Control.AddFaultAsync(
            new Fault { Shop = shop.Domain, Operation = "graphql", Status = 500 }, CancellationToken.None);
        await service.Shopify.Control.DeliverAsync(
            shop.Domain,
            new DeliveryRequest
            {
                Topic = "app/uninstalled", RawBody = "{}", WebhookId = $"claim-{Keys.RandomText(8)}",
            },
            CancellationToken.None);
        await Eventually.UntilAsync(
            "the confirmation stands still",
            async () => (await service.Operations.ReadAsync("teardowns?status=stalled"))
                .GetProperty("items").GetArrayLength() == 1,
            TimeSpan.FromSeconds(60));
    }

    private static Task<JsonElement> UntilAsync(ShopkeeperProcess service, string check, string status) =>
        Eventually.PollAsync(
            $"the check {check} says {status}",
            async () =>
            {
                using var answer = await service.Internal.GetAsync("/health/ready");
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                return await answer.ReadJsonAsync();
            },
            health => health.GetProperty("checks").GetProperty(check).GetProperty("status").GetString() == status);

    /// <summary>A service that looks at its levels each second, and whose patience is short.</summary>
    public sealed class Watched() : ClassService(DatabaseKind.Sqlite, new Dictionary<string, string?>
    {
        ["Telemetry:LevelsEvery"] = "00:00:01",
        ["Telemetry:OverdueAfter"] = "00:00:10",
        ["Teardown:Confirmation:StalledAfter"] = "00:00:02",
    });
}
