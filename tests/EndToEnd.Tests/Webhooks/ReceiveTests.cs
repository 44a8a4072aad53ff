using System.Net;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Webhooks;

/// <summary>What a delivery is answered, and what becomes of it.</summary>
public sealed class ReceiveTests(SharedServices services)
{
    [Theory, OnBothDatabases]
    public async Task Delivery_when_signed_by_any_valid_secret_in_either_family_is_accepted(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var plain = SignedDelivery.Of(service, shop, "products/update");
        SignedDelivery[] right =
        [
            plain with { WebhookId = NewId() },
            plain with { WebhookId = NewId(), Family = "shopify-" },
            plain with { WebhookId = NewId(), Secret = service.Keys.PreviousSecret },
            plain with { WebhookId = NewId(), Path = "/webhooks/products/update" },
            plain with { WebhookId = NewId(), Topic = "Products/Update" },
            plain with { WebhookId = NewId(), Topic = "made_up/topic" },
        ];
        foreach (var delivery in right)
        {
            using var answer = await delivery.SendAsync(service);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await service.UntilVerdictAsync(delivery.WebhookId, "accepted");
        }
    }

    [Theory, OnBothDatabases]
    public async Task Delivery_when_not_rightly_signed_is_refused_before_anything_is_recorded(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        var right = SignedDelivery.Of(service, shop, "products/update");
        (string Case, SignedDelivery Delivery)[] wrong =
        [
            ("no signature", right with { Secret = null }),
            ("another secret", right with { Secret = "e2e-some-other-secret" }),
            ("no signature, no topic, no shop", right with { Secret = null, Topic = null, Shop = null }),
            ("another secret, no topic", right with { Secret = "e2e-some-other-secret", Topic = null }),
        ];
        foreach (var (name, delivery) in wrong)
        {
            using var answer = await delivery.SendAsync(service);
            await answer.AssertProblemAsync(401, "bad-signature", "X-Shopify-Hmac-Sha256");
            Assert.True(await service.ReadVerdictAsync(delivery.WebhookId) == "none", name);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Delivery_when_topic_or_shop_is_missing_or_wrong_is_400(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        var right = SignedDelivery.Of(service, shop, "products/update");
        (SignedDelivery Delivery, string Field)[] wrong =
        [
            (right with { Topic = null }, "X-Shopify-Topic"),
            (right with { Topic = "no topic" }, "X-Shopify-Topic"),
            (right with { Topic = new string('t', 300) }, "X-Shopify-Topic"),
            (right with { Shop = null }, "X-Shopify-Shop-Domain"),
            (right with { Shop = "evil.example.com" }, "X-Shopify-Shop-Domain"),
            (right with { WebhookId = new string('i', 300) }, "X-Shopify-*"),
            (right with { SignatureFamily = "shopify-" }, "X-Shopify-Topic"),
        ];
        foreach (var (delivery, field) in wrong)
        {
            using var answer = await delivery.SendAsync(service);
            await answer.AssertProblemAsync(400, field: field);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Delivery_when_too_large_is_413_with_or_without_a_length(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        var delivery = SignedDelivery.Of(service, shop, "products/update") with
        {
            Body = new byte[ServiceSettings.MaximumBodyBytes + 1],
        };

        using var answer = await delivery.SendAsync(service);
        await answer.AssertProblemAsync(413, "too-large", "body");

        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/webhooks");
        chunked.Headers.TransferEncodingChunked = true;
        chunked.Headers.TryAddWithoutValidation("X-Shopify-Hmac-Sha256", "AAAA");
        chunked.Content = new StreamContent(new MemoryStream(new byte[ServiceSettings.MaximumBodyBytes * 2]));
        using var second = await service.Public.SendAsync(chunked, CancellationToken.None);
        await second.AssertProblemAsync(413, "too-large", "body");
    }

    [Theory, OnBothDatabases]
    public async Task Delivery_when_repeated_is_200_each_time_and_happens_once(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var delivery = SignedDelivery.Of(service, shop, "products/update");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => delivery.SendAsync(service)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        foreach (var answer in answers) answer.Dispose();
        await service.UntilVerdictAsync(delivery.WebhookId, "accepted");

        var metrics = await service.Internal.GetStringAsync("/metrics", CancellationToken.None);
        Assert.Contains("outcome=\"duplicate\"", metrics, StringComparison.Ordinal);
        using var late = await delivery.SendAsync(service);
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        Assert.Equal("accepted", await service.ReadVerdictAsync(delivery.WebhookId));
    }

    [Theory, OnBothDatabases]
    public async Task Delivery_when_its_body_is_of_no_use_is_200_and_refused(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var other = await Merchant.InstalledAsync(service);
        var right = SignedDelivery.Of(service, shop, "products/update");
        string[] bodies =
        [
            "", "not json", "[]", "null", "{\"a\":", "\u0000", new string('[', 5000), "{\"a\":1}{\"b\":2}",
        ];
        foreach (var body in bodies)
        {
            var delivery = right with { WebhookId = NewId(), Body = Encoding.UTF8.GetBytes(body) };
            using var answer = await delivery.SendAsync(service);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await service.UntilVerdictAsync(delivery.WebhookId, "refused");
        }

        var forged = SignedDelivery.Of(service, other, "app/uninstalled") with { Shop = shop.Domain };
        using var last = await forged.SendAsync(service);
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
        await service.UntilVerdictAsync(forged.WebhookId, "refused");
        await shop.GetAsync("/api/session");
        await other.GetAsync("/api/session");
    }

    [Theory, OnBothDatabases]
    public async Task Delivery_when_nobody_knows_the_shop_is_200_and_leaves_no_trace(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var stranger = await Merchant.OpenAsync(service);
        foreach (var topic in (string[])["products/update", "app/uninstalled", "shop/redact", "customers/redact"])
        {
            var delivery = SignedDelivery.Of(service, stranger, topic);
            using var answer = await delivery.SendAsync(service);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await service.UntilVerdictAsync(delivery.WebhookId, "unknown-shop");
        }
        Assert.False(await service.KnowsAsync(stranger));
    }

    private static string NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
}
