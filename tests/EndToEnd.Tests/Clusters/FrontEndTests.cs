using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Clusters;

/// <summary>A front end of its own before silos that have no edge.</summary>
public sealed class FrontEndTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static Dictionary<string, string?> Role(string role) => new() { ["Cluster:Role"] = role };

    [Fact]
    public async Task Front_end_when_silos_are_there_gone_and_back_serves_takes_deliveries_and_serves_again()
    {
        await using var cluster = await ServiceCluster.StartAsync(0);
        await cluster.WithLogsAsync(async () =>
        {
            var edge = await cluster.LaunchAsync(Role("front-end"));
            cluster.TurnTo(edge);
            await AssertTakesDeliveriesAloneAsync(edge, await Merchant.OpenAsync(edge));
            var silo = await cluster.AddAsync(Role("silo"));
            await edge.UntilReadyAsync();
            await ServeAsync(edge);
            var shop = await Merchant.InstalledAsync(edge);

            silo.Kill();
            await silo.Process.WaitForExitAsync(cancellationToken: CancellationToken.None);
            var delivery = await AssertTakesDeliveriesAloneAsync(edge, shop);

            await silo.StartAsync();

            Assert.Equal("accepted", await edge.UntilVerdictAsync(delivery, "accepted"));
            await Eventually.UntilAsync(
                "the front end serves again",
                async () =>
                {
                    using var answer = await shop.SendAsync(HttpMethod.Get, "/api/session");
                    return answer.StatusCode == HttpStatusCode.OK;
                },
                Deadline);
            using var back = await edge.Internal.GetAsync("/health/ready");
            Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        });
    }

    // Deliveries are recorded, the rest is refused until later, and within a time that a caller would wait.
    private static async Task<string> AssertTakesDeliveriesAloneAsync(ShopkeeperProcess edge, Merchant shop)
    {
        var delivery = SignedDelivery.Of(edge, shop, "products/update");
        using (var taken = await delivery.SendAsync(edge)) Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        var watch = Stopwatch.StartNew();
        await AssertUnavailableAsync(await shop.SendAsync(HttpMethod.Get, "/api/session"));
        TestContext.Current.TestOutputHelper?.WriteLine($"503 without silos: {watch.Elapsed.TotalSeconds:F1} s");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"It took {watch.Elapsed}.");
        await AssertUnavailableAsync(await edge.Operations.PostAsJsonAsync(
            $"shops/{shop.Domain}/uninstall", new { reason = "test", confirm = shop.Domain }));
        using var ready = await edge.Internal.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("No silo answers", await ready.ReadTextAsync(), StringComparison.Ordinal);
        using var alive = await edge.Public.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        return delivery.WebhookId;
    }

    // A whole life of a shop through an edge that has no actors.
    private static async Task ServeAsync(ShopkeeperProcess edge)
    {
        var shop = await Merchant.InstalledAsync(edge);
        await shop.CallAsync(HttpMethod.Put, "/api/preferences", new { kept = 1 });
        var job = await shop.StartJobAsync();
        await Eventually.UntilAsync(
            "the job is done",
            async () => (await shop.GetAsync($"/api/jobs/{job}")).GetProperty("status").GetString() == "completed",
            Deadline);
        var logs = await shop.GetAsync("/api/logs");
        Assert.NotEqual(0, logs.GetProperty("items").GetArrayLength());
        using var dry = await edge.Operations.PostAsJsonAsync(
            $"shops/{shop.Domain}/uninstall?dryRun=true", new { reason = "test", confirm = shop.Domain });
        var plan = await dry.ReadJsonAsync();
        Assert.NotEqual(0, plan.GetProperty("steps").GetArrayLength());

        var participants = await edge.Operations.ReadAsync("participants");
        Assert.Contains("files", participants.GetRawText(), StringComparison.Ordinal);
        Assert.True(await EveryRoute.AssertAnsweredAsync(edge, shop) > 40);

        await edge.Shopify.Control.UninstallAsync(shop.Domain, null, CancellationToken.None);

        var certificate = await edge.UntilCertifiedAsync(shop);
        Assert.Equal("complete", certificate.GetProperty("claims").GetProperty("result").GetString());
        Assert.Equal(0, await edge.ReadResidueAsync(shop));
        using var refused = await shop.SendAsync(HttpMethod.Get, "/api/session");
        await refused.AssertProblemAsync(403, "not-installed");
    }

    private static async Task AssertUnavailableAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            await answer.AssertProblemAsync(503, "unavailable");
            Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }
    }
}
