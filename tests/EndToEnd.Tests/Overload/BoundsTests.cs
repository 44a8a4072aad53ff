using System.Net;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Compliance;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.EndToEnd.Tests.Webhooks;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Overload;

/// <summary>What the edge takes on at once is bounded, shared fairly, and never at the cost of an end.</summary>
[Collection(nameof(BoundedService))]
public sealed class BoundsTests(BoundedService bounded)
{
    private const string Order = """{"id":4711,"total_price":"19.90"}""";

    private const string Lifecycle = "lane=\"lifecycle\"";

    private const string Ordinary = "lane=\"ordinary\"";

    private ShopkeeperProcess Service => bounded.Service;

    [Fact]
    public async Task Deliveries_when_none_can_be_recorded_are_shed_fairly_and_lifecycle_ones_never()
    {
        var (noisy, quiet, third) = (await InstalledAsync(), await InstalledAsync(), await InstalledAsync());
        var stranger = await Merchant.OpenAsync(Service);
        var (noisyOrders, quietOrders, thirdOrders) = (Orders(noisy), Orders(quiet), Orders(third));
        Burst first, second, last, ends;
        int[] taken, quietTaken, thirdTaken;
        var lifecycle = Ends(noisy, stranger);
        await using (await HeldTable.HoldAsync(Service.ConnectionString!, "webhook_inbox"))
        {
            // Whoever is alone gets half of the places, the next half of what is left.
            first = Send(noisyOrders);
            await first.UntilWaitingAsync(BoundedService.Deliveries / 2);
            second = Send(quietOrders);
            await second.UntilWaitingAsync(BoundedService.Deliveries / 4);
            last = Send(thirdOrders);
            await last.UntilWaitingAsync(BoundedService.Deliveries / 8);
            (taken, quietTaken, thirdTaken) = (first.Waiting, second.Waiting, last.Waiting);

            ends = Send(lifecycle);
            await UntilBodiesTakeAsync(Lifecycle, lifecycle.Length * 4096);
            await AssertForgedIsRefusedAsync(noisy);
            foreach (var burst in (Burst[])[first, second, last]) await burst.AssertShedAsync("5");
            Assert.Equal(lifecycle.Length, ends.Waiting.Length);
        }

        Assert.Equal((16, 8, 4), (taken.Length, quietTaken.Length, thirdTaken.Length));
        await first.AssertTakenAsync(taken);
        await second.AssertTakenAsync(quietTaken);
        await last.AssertTakenAsync(thirdTaken);
        await ends.AssertTakenAsync(Enumerable.Range(0, lifecycle.Length));
        await AssertHandledOnceAsync(noisy, taken.Select(at => noisyOrders[at]));
        await AssertHandledOnceAsync(quiet, quietTaken.Select(at => quietOrders[at]));
        foreach (var end in lifecycle)
            Assert.NotEqual("none", await Service.ReadVerdictAsync(end.WebhookId));
        using var again = await Orders(noisy)[0].SendAsync(Service);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Bodies_beyond_the_memory_for_them_are_shed_until_the_slow_ones_are_given_up()
    {
        var shop = await InstalledAsync();
        var large = SignedDelivery.Of(Service, shop, "orders/paid") with
        {
            Body = Encoding.UTF8.GetBytes(Order.Replace("}", $",\"note\":\"{new string('n', 300_000)}\"}}")),
        };
        const int Sent = 1_000_000;
        using var one = await SlowBody.BeginAsync(Service, "orders/paid", BoundedService.MaximumBodyBytes, Sent);
        using var two = await SlowBody.BeginAsync(Service, "orders/paid", BoundedService.MaximumBodyBytes, Sent);
        await UntilBodiesTakeAsync(Ordinary, 2 * Sent);

        using var shed = await large.SendAsync(Service);
        await shed.AssertProblemAsync(503, "overloaded", "Retry-After");
        using var small = await Orders(shop)[0].SendAsync(Service);
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        using var end = await (large with { Topic = "customers/redact", WebhookId = Keys.RandomText(20) })
            .SendAsync(Service);
        Assert.Equal(HttpStatusCode.OK, end.StatusCode);

        var cancel = TestContext.Current.CancellationToken;
        int[] statuses = [await one.ReadStatusAsync(cancel), await two.ReadStatusAsync(cancel)];
        Assert.Equal([408, 408], statuses);
        await Eventually.UntilAsync(
            "what the slow ones took is given back",
            async () => await bounded.ReadMetricAsync("shopkeeper_deliveries_body_bytes", Ordinary) == 0,
            cancellationToken: cancel);
        using var taken = await large.SendAsync(Service);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task Requests_of_one_shop_when_they_pile_up_are_shed_and_leave_room_for_other_shops()
    {
        var (noisy, quiet) = (await InstalledAsync(), await InstalledAsync());
        Burst saves;
        int[] waiting;
        await using (await HeldTable.HoldAsync(Service.ConnectionString!, "user_preferences"))
        {
            saves = Burst.Of(20, number => noisy.SendAsync(HttpMethod.Put, "/api/preferences", new { number }));
            await saves.UntilWaitingAsync(BoundedService.Requests / 2);
            waiting = saves.Waiting;
            await saves.AssertShedAsync("1");
            await quiet.GetAsync("/api/session");
        }

        Assert.Equal(BoundedService.Requests / 2, waiting.Length);
        await saves.AssertTakenAsync(waiting);
        await noisy.GetAsync("/api/preferences");
    }

    private Task<Merchant> InstalledAsync() => Merchant.InstalledAsync(Service);

    private SignedDelivery[] Orders(Merchant shop) =>
    [
        .. Enumerable.Range(0, 60).Select(number => SignedDelivery.Of(Service, shop, "orders/paid") with
        {
            Body = Encoding.UTF8.GetBytes(Order), WebhookId = $"{shop.Handle}-{number}-{Keys.RandomText(6)}",
        }),
    ];

    private SignedDelivery[] Ends(Merchant shop, Merchant stranger) =>
    [
        .. Enumerable.Range(0, 10).SelectMany(number => (SignedDelivery[])
        [
            new Customer(shop).Asks(Service, "customers/data_request", number),
            SignedDelivery.Of(Service, stranger, "shop/redact"),
            SignedDelivery.Of(Service, stranger, "app/uninstalled"),
        ]),
    ];

    private Burst Send(SignedDelivery[] deliveries) =>
        Burst.Of(deliveries.Length, number => deliveries[number].SendAsync(Service));

    private Task<double> UntilBodiesTakeAsync(string lane, int bytes) => Eventually.PollAsync(
        $"bodies take {bytes} bytes or more", () => bounded.ReadMetricAsync("shopkeeper_deliveries_body_bytes", lane),
        taken => taken >= bytes);

    // A lie about the topic saves nobody from the signature, and a lie about the shop is not looked at any further.
    private async Task AssertForgedIsRefusedAsync(Merchant shop)
    {
        var forged = SignedDelivery.Of(Service, shop, "app/uninstalled") with { Secret = "e2e-some-other-secret" };
        using var answer = await forged.SendAsync(Service);
        await answer.AssertProblemAsync(401, "bad-signature");
        Assert.Equal("none", await Service.ReadVerdictAsync(forged.WebhookId));
    }

    private async Task AssertHandledOnceAsync(Merchant shop, IEnumerable<SignedDelivery> accepted)
    {
        var ids = accepted.Select(delivery => delivery.WebhookId).Order().ToList();
        var handled = await Service.UntilHandledAsync(shop, ids.Count);
        Assert.Equal(ids, handled.Select(order => order.DeliveryId).Order());
    }
}
