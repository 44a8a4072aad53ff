using System.Net;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Durability;

/// <summary>
/// The process is killed (SIGKILL) as by a power cut, and started again on the same embedded database. On PostgreSQL it
/// is silos that are killed: in <c>TakeoverTests</c>, and under load in <c>ChaosTests</c>.
/// </summary>
public sealed class KilledServiceTests(KilledService killed) : IClassFixture<KilledService>
{
    private const int Seed = 7;

    private static readonly string[] Moments =
    [
        "clear-shop-grain", "stop-jobs", "close-webhooks", "revoke-access", "erase-participants", "purge-data",
        "verify-residue", "certify",
    ];

    [Fact]
    public Task Deliveries_when_the_service_is_killed_after_its_200_are_handled_once_each() =>
        killed.RunAsync(async service =>
        {
            var shop = await Merchant.InstalledAsync(service);
            var answered = await SendUntilKilledAsync(service, shop, 60);
            Assert.True(answered.Count >= 60, $"Only {answered.Count} deliveries were answered before the end.");

            await service.StartAsync();

            foreach (var webhookId in answered) await service.UntilVerdictAsync(webhookId, "accepted");
            Assert.Empty(await StoredRows.OfTableAsync(service, "webhook_inbox"));
            var again = SignedDelivery.Of(service, shop, "products/update") with { WebhookId = answered[0] };
            using var repeated = await again.SendAsync(service);
            Assert.Equal(HttpStatusCode.OK, repeated.StatusCode);
            Assert.Equal("accepted", await service.ReadVerdictAsync(answered[0]));
        });

    [Fact]
    public Task Jobs_when_the_service_is_killed_while_they_run_end_all_the_same() =>
        killed.RunAsync(async service =>
        {
            var shop = await Merchant.InstalledAsync(service);
            var fault = await service.Shopify.Control.AddFaultAsync(
                new Fault { Shop = shop.Domain, Operation = "products", Kind = FaultKind.Hang },
                CancellationToken.None);
            var job = await shop.StartJobAsync();
            await service.Shopify.Control.WaitForCallsAsync(
                1, TimeSpan.FromSeconds(30), shop.Domain, "products", CancellationToken.None);
            service.Kill();
            await service.Process.WaitForExitAsync(cancellationToken: CancellationToken.None);
            await service.Shopify.Control.RemoveFaultAsync(fault.Id!, CancellationToken.None);

            await service.StartAsync();

            await Eventually.UntilAsync(
                "the job that was cut off is done",
                async () => (await shop.GetAsync($"/api/jobs/{job}")).GetProperty("status").GetString() == "completed",
                TimeSpan.FromSeconds(60));
        });

    [Fact]
    public Task Teardowns_when_the_service_is_killed_at_any_moment_end_certified() =>
        killed.RunAsync(async service =>
        {
            var random = new Random(Seed);
            var neighbour = await Merchant.InstalledAsync(service, "neighbour");
            await neighbour.CallAsync(HttpMethod.Put, "/api/configuration", new { kept = true }, ifMatch: "*");
            var before = await StateOfAsync(service, neighbour);
            for (var round = 0; round < 3; round++)
            {
                var shop = await Merchant.InstalledAsync(service);
                await shop.CallAsync(HttpMethod.Put, "/api/preferences", new { round });
                await service.Shopify.Control.UninstallAsync(shop.Domain, null, CancellationToken.None);
                await KillAtAsync(service, shop, Moments[random.Next(Moments.Length)]);
                await service.StartAsync();

                var certificate = await service.UntilCertifiedAsync(shop);
                Assert.Equal("complete", certificate.GetProperty("claims").GetProperty("result").GetString());
                Assert.Equal(0, await service.ReadResidueAsync(shop));
                using var refused = await shop.SendAsync(HttpMethod.Get, "/api/session");
                await refused.AssertProblemAsync(403, "not-installed");
            }
            Assert.Equal(before, await StateOfAsync(service, neighbour));
        });

    // The step that the service has to have begun before it is killed: soon after is somewhere in it or behind it.
    private static async Task KillAtAsync(ShopkeeperProcess service, Merchant shop, string step)
    {
        await service.Process.WaitForOutputAsync(
            $"Teardown of {shop.InstallationId}: {step} begins", TimeSpan.FromSeconds(40));
        service.Kill();
        await service.Process.WaitForExitAsync(cancellationToken: CancellationToken.None);
    }

    // Keeps sending from several connections, and kills the service in the middle of it.
    private static async Task<IReadOnlyList<string>> SendUntilKilledAsync(
        ShopkeeperProcess service, Merchant shop, int wanted)
    {
        var answered = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            while (!service.Process.HasExited)
            {
                var delivery = SignedDelivery.Of(service, shop, "products/update");
                try
                {
                    using var answer = await delivery.SendAsync(service);
                    if (answer.StatusCode == HttpStatusCode.OK) answered.Enqueue(delivery.WebhookId);
                }
                catch (HttpRequestException)
                {
                    // Killed before it could answer: Shopify would send it again.
                    return;
                }
                if (answered.Count >= wanted && !service.Process.HasExited) service.Kill();
            }
        }));
        await service.Process.WaitForExitAsync(cancellationToken: CancellationToken.None);
        return [.. answered];
    }

    private static async Task<string> StateOfAsync(ShopkeeperProcess service, Merchant shop)
    {
        var session = await shop.GetAsync("/api/session");
        var configuration = await shop.GetAsync("/api/configuration");
        var products = await service.CountAsync(shop, "catalogue_products");
        return JsonSerializer.Serialize(new { session, configuration, products });
    }
}
