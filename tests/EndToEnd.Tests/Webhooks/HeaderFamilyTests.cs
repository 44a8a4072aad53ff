using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Shopify.Signatures;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.EndToEnd.Tests.Webhooks;

/// <summary>Both families of headers, from Shopify to an app's handler, and what becomes of a mixture.</summary>
public sealed class HeaderFamilyTests(HandlingServices services)
{
    private const string Order = """{"id":4711,"total_price":"19.90","currency":"EUR"}""";
    private static readonly DateTimeOffset Yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);

    [Theory, OnBothDatabases]
    public async Task Delivery_in_either_family_reaches_the_handler_with_all_that_its_headers_say(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var request = new DeliveryRequest
        {
            Topic = HandlingCalls.Topic, RawBody = Order, EventId = "event-of-both", TriggeredAt = Yesterday,
        };
        await service.ShopifySendsAsync(shop, request with
        {
            WebhookId = Id("classic", shop),
            Headers = new Dictionary<string, string?> { ["X-Shopify-Name"] = "paid_orders" },
        });
        await service.UntilHandledAsync(shop, 1);
        await service.ShopifySendsAsync(shop, request with
        {
            Family = HeaderFamily.Events,
            WebhookId = Id("events", shop),
            Headers = new Dictionary<string, string?>
            {
                ["shopify-handle"] = "paid-orders",
                ["shopify-action"] = "update",
                ["shopify-resource-id"] = "gid://shopify/Order/4711",
            },
        });

        var handled = await service.UntilHandledAsync(shop, 2);

        Assert.All(handled, one => Assert.Equal(
            (4711L, 19.90m, HandlingCalls.Topic, "event-of-both"), (one.Id, one.TotalPrice, one.Topic, one.EventId)));
        Assert.All(handled, one => Assert.InRange((one.TriggeredAt!.Value - Yesterday).TotalSeconds, -1, 1));
        Assert.All(handled, one => Assert.False(string.IsNullOrEmpty(one.ApiVersion)));
        Assert.Equal(
            [
                (Id("classic", shop), "paid_orders", null, null),
                (Id("events", shop), "paid-orders", "update", "gid://shopify/Order/4711"),
            ],
            handled.Select(one => (one.DeliveryId!, one.Name!, one.Action, one.ResourceId)));
    }

    [Theory, OnBothDatabases]
    public async Task Mixture_of_both_families_is_read_from_the_signed_one_alone(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var other = await Merchant.InstalledAsync(service);
        var signed = WebhookSignature.Sign(Encoding.UTF8.GetBytes(Order), service.Keys.ApiSecret);

        // Whoever adds headers of the older family to one of the newer changes nothing.
        Assert.Equal(200, await PostAsync(
            service, $"shopify-hmac-sha256: {signed}", $"shopify-topic: {HandlingCalls.Topic}",
            $"shopify-shop-domain: {shop.Domain}", $"shopify-webhook-id: {Id("mixed", shop)}",
            $"X-Shopify-Topic: app/uninstalled", $"X-Shopify-Shop-Domain: {other.Domain}",
            $"X-Shopify-Webhook-Id: {Id("mixed", other)}", "X-Shopify-Name: not-mine"));
        var handled = Assert.Single(await service.UntilHandledAsync(shop, 1));
        Assert.Equal((Id("mixed", shop), (string?)null), (handled.DeliveryId, handled.Name));
        Assert.Equal("none", await service.ReadVerdictAsync(Id("mixed", other)));

        // The newer family is there, so the older one's right signature does not help it.
        string[] classic =
        [
            $"X-Shopify-Hmac-Sha256: {signed}", $"X-Shopify-Topic: {HandlingCalls.Topic}",
            $"X-Shopify-Shop-Domain: {shop.Domain}", $"X-Shopify-Webhook-Id: {Id("forged", shop)}",
        ];
        Assert.Equal(401, await PostAsync(service, [.. classic, "shopify-hmac-sha256: AAAA"]));
        Assert.Equal(401, await PostAsync(service, [.. classic, "shopify-hmac-sha256:"]));

        // A signature of the newer family with the older one's topic and shop has neither.
        Assert.Equal(400, await PostAsync(service, [.. classic, $"shopify-hmac-sha256: {signed}"]));
        Assert.Equal("none", await service.ReadVerdictAsync(Id("forged", shop)));
    }

    [Theory, OnBothDatabases]
    public async Task Repeated_header_is_a_clear_4xx_and_nothing_is_recorded(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var signed = WebhookSignature.Sign(Encoding.UTF8.GetBytes(Order), service.Keys.ApiSecret);
        foreach (var prefix in (string[])["X-Shopify-", "shopify-"])
        {
            string[] right =
            [
                $"{prefix}Hmac-Sha256: {signed}", $"{prefix}Topic: {HandlingCalls.Topic}",
                $"{prefix}Shop-Domain: {shop.Domain}", $"{prefix}Webhook-Id: {Id(prefix, shop)}",
                $"{prefix}Event-Id: one", $"{prefix}Triggered-At: 2026-01-01T00:00:00Z",
            ];
            foreach (var repeated in right)
            {
                var expected = repeated.Contains("Hmac", StringComparison.Ordinal) ? 401 : 400;
                Assert.Equal(expected, await PostAsync(service, [.. right, repeated]));
            }

            Assert.Equal("none", await service.ReadVerdictAsync(Id(prefix, shop)));
            Assert.Equal(200, await PostAsync(service, right));
            await service.UntilVerdictAsync(Id(prefix, shop), "accepted");
        }
    }

    private static string Id(string what, Merchant shop) => $"{what}{shop.InstallationId}";

    // By hand: a client would send a header that is given twice as one.
    private static async Task<int> PostAsync(ShopkeeperProcess service, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(service.PublicUrl.Host, service.PublicUrl.Port, CancellationToken.None);
        await using var stream = client.GetStream();
        string[] lines =
        [
            "POST /webhooks HTTP/1.1", $"Host: {service.PublicUrl.Authority}", "Content-Type: application/json",
            $"Content-Length: {Encoding.UTF8.GetByteCount(Order)}", "Connection: close", .. headers, "", Order,
        ];
        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Join("\r\n", lines)), CancellationToken.None);
        using var reader = new StreamReader(stream);
        var status = await reader.ReadLineAsync(CancellationToken.None);
        return int.Parse(status!.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
