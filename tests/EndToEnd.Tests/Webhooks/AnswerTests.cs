using System.Net;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.EndToEnd.Tests.Webhooks;

/// <summary>How a delivery is answered, whatever goes on behind: Shopify waits five seconds and wants a 2xx.</summary>
public sealed class AnswerTests(HandlingServices services)
{
    private const string Order = """{"id":4711,"total_price":"19.90"}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Theory, OnBothDatabases]
    public async Task Delivery_while_a_handler_of_its_shop_hangs_is_answered_in_time(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await service.HangAsync(shop);
        var order = new DeliveryRequest { Topic = HandlingCalls.Updates, RawBody = Order, Retries = 0 };
        await service.ShopifySendsAsync(shop, order);
        await service.UntilHungAsync(shop);

        // The simulator gives up after the five seconds, as Shopify does.
        var sent = await service.ShopifySendsAsync(shop, order);

        Assert.Equal(200, Assert.Single(sent.Attempts).Status);
        Assert.Equal(DeliveryState.Delivered, sent.State);
        Assert.Empty(await service.HandledAsync(shop));
        await service.HangAsync(shop, hanging: false);
        await service.UntilVerdictAsync(sent.WebhookId, "accepted");
    }

    // The last is no address of Shopkeeper's: what an app's address with a slash at its end leads to elsewhere.
    [Theory]
    [InlineData("/webhooks", HttpStatusCode.OK)]
    [InlineData("/webhooks/", HttpStatusCode.OK)]
    [InlineData("/webhooks/orders/updated/", HttpStatusCode.OK)]
    [InlineData("/webhooks//orders", HttpStatusCode.OK)]
    [InlineData("/WEBHOOKS", HttpStatusCode.OK)]
    [InlineData("//webhooks", HttpStatusCode.NotFound)]
    public async Task Delivery_over_plain_http_to_any_spelling_of_the_address_and_host_is_never_redirected(
        string path, HttpStatusCode answered)
    {
        var service = await services.OnAsync(DatabaseKind.Sqlite);
        var shop = await Merchant.InstalledAsync(service);
        foreach (var host in (string?[])[null, "other.example.com", "localhost:1"])
        {
            var delivery = SignedDelivery.Of(service, shop, HandlingCalls.Topic) with
            {
                Body = Encoding.UTF8.GetBytes(Order),
                Path = service.PublicUrl.GetLeftPart(UriPartial.Authority) + path,
                Host = host,
            };
            using var answer = await delivery.SendAsync(service).WaitAsync(
                Patience, TimeProvider.System, TestContext.Current.CancellationToken);
            Assert.Equal(answered, answer.StatusCode);
        }
    }
}
