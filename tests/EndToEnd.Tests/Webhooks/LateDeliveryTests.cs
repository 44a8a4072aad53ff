using System.Globalization;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.EndToEnd.Tests.Subscriptions;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.EndToEnd.Tests.Webhooks;

/// <summary>Deliveries that come late, out of order, or not at all, to an app that keeps states.</summary>
public sealed class LateDeliveryTests(HandlingServices services)
{
    private const long First = 4711;
    private const long Second = 4712;

    private readonly DateTimeOffset _yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);

    [Theory, OnBothDatabases]
    public async Task Updates_when_they_come_a_day_late_and_out_of_order_leave_the_newest_state(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);

        await SendAsync(service, shop, First, 3, 1, 5, 2, 4);

        Assert.Equal([3m, 5m], await StatesAsync(service, shop, First));
    }

    [Theory, OnBothDatabases]
    public async Task Updates_when_Shopify_collapses_some_of_them_leave_the_state_that_all_would_have_left(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);

        await SendAsync(service, shop, First, 1, 2, 3, 4, 5);
        await SendAsync(service, shop, Second, 2, 5);

        var all = await StatesAsync(service, shop, First);
        var collapsed = await StatesAsync(service, shop, Second);
        Assert.Equal((5, 2), (all.Length, collapsed.Length));
        Assert.Equal(all[^1], collapsed[^1]);
    }

    [Theory, OnBothDatabases]
    public async Task Subscription_that_is_filtered_on_a_field_that_does_not_exist_gets_nothing(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await service.UntilAtShopifyAsync(
            shop, "the app's own subscription stands", there => there.Any(one => one.Topic == HandlingCalls.Updates));
        await service.Shopify.Control.AddSubscriptionAsync(
            shop.Domain,
            new SubscriptionChange
            {
                Topic = HandlingCalls.Updates, Filter = "no_such_field:x",
                Uri = new Uri(service.PublicUrl, "webhooks/filtered").AbsoluteUri,
            },
            CancellationToken.None);

        var sent = await service.Shopify.Control.RaiseAsync(
            shop.Domain,
            new EventRequest
            {
                Topic = HandlingCalls.Updates, Body = JsonSerializer.Deserialize<JsonElement>(BodyOf(First, 1)),
            },
            CancellationToken.None);

        Assert.Equal("/webhooks", Assert.Single(sent).Address.AbsolutePath);
        await service.UntilVerdictAsync(sent[0].WebhookId, "accepted");
        Assert.Equal([1m], await StatesAsync(service, shop, First));
    }

    // In the order given, each one answered before the next, and all handled in the end.
    private async Task SendAsync(ShopkeeperProcess service, Merchant shop, long id, params int[] changes)
    {
        foreach (var change in changes)
        {
            var sent = await service.ShopifySendsAsync(shop, new DeliveryRequest
            {
                Topic = HandlingCalls.Updates, RawBody = BodyOf(id, change), TriggeredAt = At(change),
            });
            Assert.Equal(200, Assert.Single(sent.Attempts).Status);
            if (change == changes[^1]) await service.UntilVerdictAsync(sent.WebhookId, "accepted");
        }
    }

    private DateTimeOffset At(int change) => _yesterday.AddMinutes(change);

    // The price tells which change of the order it is.
    private string BodyOf(long id, int change) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["id"] = id,
        ["total_price"] = $"{change}.00",
        ["updated_at"] = At(change).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    });

    private static async Task<decimal[]> StatesAsync(ShopkeeperProcess service, Merchant shop, long id) =>
        [.. (await service.HandledAsync(shop)).Where(one => one.Id == id).Select(one => one.TotalPrice)];
}
