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

    private long _number = 2_000_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Service_when_its_disk_is_full_refuses_until_there_is_room_and_loses_nothing_that_it_took(
        bool mounted)
    {
        await using var disk = await SmallDisk.CreateAsync(mounted);
        using var books = new TemporaryFolder();
        var settings = new Dictionary<string, string?>(disk.Settings, StringComparer.Ordinal)
        {
            ["Shopify:Scopes"] = "read_products,read_orders",
            ["Books:Folder"] = books.Path,
        };
        await ShopkeeperProcess.RunAsync(
            DatabaseKind.Sqlite, service => TryAsync(service, disk, books.Path), settings, disk.Wrapper, "HandlingApp");
    }

    private async Task TryAsync(ShopkeeperProcess service, SmallDisk disk, string books)
    {
        var stays = await Merchant.InstalledAsync(service);
        var leaves = await Merchant.InstalledAsync(service, "leaves");
        await leaves.CallAsync(HttpMethod.Put, "/api/preferences", new { kept = 1 });
        await disk.FillAsync(service.Process.Id);

        var taken = await SendUntilRefusedAsync(service, stays);
        Assert.NotEmpty(taken);
        await AssertServedOrRefusedAsync(await stays.SendAsync(HttpMethod.Get, "/api/session"));
        await AssertServedOrRefusedAsync(await stays.SendAsync(
            HttpMethod.Put, "/api/preferences", new { text = new string('x', 15_000) }));
        await AssertServedOrRefusedAsync(await OrderUninstallAsync(service, leaves));
        await disk.EmptyAsync(service.Process.Id);

        var (number, after) = Next(service, stays);
        await Eventually.UntilAsync(
            "deliveries are taken again",
            async () =>
            {
                using var answer = await after.SendAsync(service);
                return answer.StatusCode == HttpStatusCode.OK;
            },
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken);
        foreach (var webhookId in taken.Values.Append(after.WebhookId))
            await service.UntilVerdictAsync(webhookId, "accepted");
        await AssertBookedOnceAsync(books, taken.Keys.Append(number));
        using (var order = await OrderUninstallAsync(service, leaves)) await order.ReadJsonAsync();
        var certificate = await service.UntilCertifiedAsync(leaves);
        Assert.Equal("complete", certificate.GetProperty("claims").GetProperty("result").GetString());
        Assert.Equal(0, await service.ReadResidueAsync(leaves));
        await stays.GetAsync("/api/session");
    }

    // What was taken is done, and done once; also what was refused may not be done twice.
    private static async Task AssertBookedOnceAsync(string books, IEnumerable<long> taken)
    {
        await Eventually.PollAsync(
            "every order that was taken is booked",
            () => Task.FromResult(taken.Except(BookedOrder.ReadFrom(books).Select(lines => lines.Key)).ToArray()),
            missing => missing.Length == 0,
            TimeSpan.FromSeconds(60));
        Assert.All(
            BookedOrder.ReadFrom(books),
            lines => Assert.Single(lines.Select(line => (line.Installation, line.Job)).Distinct()));
    }

    // Room is left for some, so that they are taken before the first one is refused.
    private async Task<Dictionary<long, string>> SendUntilRefusedAsync(ShopkeeperProcess service, Merchant shop)
    {
        var taken = new Dictionary<long, string>();
        for (var (sent, refused) = (0, 0); refused < RefusalsWanted; sent++)
        {
            Assert.True(sent < SentMaximum, $"{sent} deliveries were sent to a full disk, {refused} refused.");
            var (number, delivery) = Next(service, shop);
            using var answer = await delivery.SendAsync(service);
            if (answer.StatusCode == HttpStatusCode.OK) taken.Add(number, delivery.WebhookId);
            else await AssertRefusedAsync(answer);
            if (answer.StatusCode != HttpStatusCode.OK) refused++;
        }
        return taken;
    }

    private (long Number, SignedDelivery Delivery) Next(ShopkeeperProcess service, Merchant shop)
    {
        var number = ++_number;
        var text = new string('x', 40_000);
        var body = $$"""{"id":{{number}},"total_price":1.5,"myshopify_domain":"{{shop.Domain}}","text":"{{text}}"}""";
        var delivery = SignedDelivery.Of(service, shop, "orders/create");
        return (number, delivery with { Body = Encoding.UTF8.GetBytes(body) });
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
