using System.Net;
using System.Net.Http.Json;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Chaos.Places;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Chaos;

/// <summary>The disk under the embedded database is full for a while.</summary>
public sealed class FullDiskTests
{
    private const int RefusalsWanted = 12;
    private const int SentMaximum = 5_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Service_when_its_disk_is_full_refuses_until_there_is_room_and_loses_nothing_that_it_took(
        bool mounted)
    {
        await using var disk = await SmallDisk.CreateAsync(mounted);
        await ShopkeeperProcess.RunAsync(
            DatabaseKind.Sqlite, service => TryAsync(service, disk), disk.Settings, disk.Wrapper);
    }

    private static async Task TryAsync(ShopkeeperProcess service, SmallDisk disk)
    {
        var stays = await Merchant.InstalledAsync(service);
        var leaves = await Merchant.InstalledAsync(service, "leaves");
        await leaves.CallAsync(HttpMethod.Put, "/api/preferences", new { kept = 1 });
        await disk.FillAsync(service.Process.Id);

        var taken = await SendUntilRefusedAsync(service, stays);
        await AssertServedOrRefusedAsync(await stays.SendAsync(HttpMethod.Get, "/api/session"));
        await AssertServedOrRefusedAsync(await stays.SendAsync(
            HttpMethod.Put, "/api/preferences", new { text = new string('x', 30_000) }));
        await AssertServedOrRefusedAsync(await OrderUninstallAsync(service, leaves));
        await disk.EmptyAsync(service.Process.Id);

        var after = Of(service, stays);
        await Eventually.UntilAsync(
            "deliveries are taken again",
            async () =>
            {
                using var answer = await after.SendAsync(service);
                return answer.StatusCode == HttpStatusCode.OK;
            },
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken);
        foreach (var webhookId in taken.Append(after.WebhookId))
            await service.UntilVerdictAsync(webhookId, "accepted");
        using (var order = await OrderUninstallAsync(service, leaves)) await order.ReadJsonAsync();
        var certificate = await service.UntilCertifiedAsync(leaves);
        Assert.Equal("complete", certificate.GetProperty("claims").GetProperty("result").GetString());
        Assert.Equal(0, await service.ReadResidueAsync(leaves));
        await stays.GetAsync("/api/session");
    }

    // Room is left in pages that are free already, so that some are taken before the first one is refused.
    private static async Task<IReadOnlyList<string>> SendUntilRefusedAsync(ShopkeeperProcess service, Merchant shop)
    {
        var taken = new List<string>();
        for (var (sent, refused) = (0, 0); refused < RefusalsWanted; sent++)
        {
            Assert.True(sent < SentMaximum, $"{sent} deliveries were sent to a full disk, {refused} refused.");
            var delivery = Of(service, shop);
            using var answer = await delivery.SendAsync(service);
            if (answer.StatusCode == HttpStatusCode.OK) taken.Add(delivery.WebhookId);
            else await AssertRefusedAsync(answer);
            if (answer.StatusCode != HttpStatusCode.OK) refused++;
        }
        return taken;
    }

    private static SignedDelivery Of(ShopkeeperProcess service, Merchant shop)
    {
        var delivery = SignedDelivery.Of(service, shop, "products/update");
        var text = Encoding.UTF8.GetString(delivery.Body)[..^1];
        return delivery with { Body = Encoding.UTF8.GetBytes($"{text},\"text\":\"{new string('x', 40_000)}\"}}") };
    }

    // Under one key, so that a repetition is the same order, whatever became of the first.
    private static async Task<HttpResponseMessage> OrderUninstallAsync(ShopkeeperProcess service, Merchant shop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"shops/{shop.Domain}/uninstall");
        request.Headers.Add("Idempotency-Key", $"end-{shop.Handle}");
        request.Content = JsonContent.Create(new { reason = "test", confirm = shop.Domain });
        return await service.Operations.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task AssertServedOrRefusedAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            if (!answer.IsSuccessStatusCode) await AssertRefusedAsync(answer);
        }
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage answer)
    {
        await answer.AssertProblemAsync(503, "unavailable");
        Assert.NotNull(answer.Headers.RetryAfter);
    }
}
