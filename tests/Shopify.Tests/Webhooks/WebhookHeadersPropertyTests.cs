using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Testing.Generation;

namespace Shopkeeper.Shopify.Tests.Webhooks;

/// <summary>Headers of deliveries as anybody may send them: none is signed.</summary>
public sealed class WebhookHeadersPropertyTests
{
    private static readonly string[] Suffixes =
    [
        "Topic", "Shop-Domain", "Webhook-Id", "Event-Id", "Triggered-At", "API-Version", "Name", "Handle", "Action",
        "Resource-Id", "Hmac-Sha256",
    ];

    private static readonly Gen<string> Values = Gen.OneOf(
        Gen.OneOfConst(
            "orders/create", "APP/uninstalled", "a.myshopify.com", "2026-01-02T03:04:05.678Z", "create", "2026-10",
            "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "10", "name_1", new('x', 255), new('x', 256)),
        Texts.Any);

    private static readonly Gen<HeaderDictionary> Headers = Gen.Select(
            Gen.OneOfConst("X-Shopify-", "shopify-", "x-shopify-", "SHOPIFY-"), Gen.OneOfConst(Suffixes),
            Gen.Frequency((9, Values.Array[1, 1]), (1, Values.Array[2, 3])))
        .Array[0, 14]
        .Select(all =>
        {
            var headers = new HeaderDictionary();
            foreach (var (prefix, suffix, values) in all) headers[prefix + suffix] = new StringValues(values);
            return headers;
        });

    [Fact]
    public void TryRead_whatever_the_headers_reads_within_its_bounds_or_says_why_not_and_never_throws() =>
        Property.Holds(
            Headers, headers =>
            {
                foreach (var family in Enum.GetValues<WebhookHeaderFamily>())
                {
                    var isRead = WebhookHeaders.TryRead(headers, family, out var read, out var problem);
                    Assert.Equal(isRead, read is not null);
                    Assert.Equal(isRead, problem == WebhookHeaderProblem.None);
                    if (read is not null) AssertBounded(read);
                }
            },
            print: Print);

    [Fact]
    public void TryRead_takes_nothing_from_the_other_family() =>
        Property.Holds(
            Headers, headers =>
            {
                var alone = new HeaderDictionary();
                foreach (var (name, values) in headers)
                {
                    if (name.StartsWith("X-", StringComparison.OrdinalIgnoreCase)) alone[name] = values;
                }
                var together = WebhookHeaders.TryRead(headers, WebhookHeaderFamily.Classic, out var one, out var why);
                var apart = WebhookHeaders.TryRead(alone, WebhookHeaderFamily.Classic, out var other, out var because);
                Assert.Equal((together, one, why), (apart, other, because));
            },
            print: Print);

    [Fact]
    public void TryReadHmac_whatever_the_headers_takes_one_value_or_none_and_never_throws() =>
        Property.Holds(
            Headers, headers =>
            {
                if (!WebhookHeaders.TryReadHmac(headers, out var hmac)) return;
                var prefix = hmac.Family == WebhookHeaderFamily.Events ? "shopify-" : "X-Shopify-";
                Assert.Equal(headers[prefix + "Hmac-Sha256"].Single()?.Trim(), hmac.Value);
                Assert.InRange(hmac.Value.Length, 1, WebhookHeaders.MaximumLength);
            },
            print: Print);

    [Fact]
    public void Topic_when_normalized_again_is_the_same() =>
        Property.Holds(Texts.Near(Gen.OneOfConst("orders/create", "App/Uninstalled")), text =>
        {
            if (!WebhookTopics.TryNormalize(text, out var topic)) return;
            Assert.True(WebhookTopics.TryNormalize(topic, out var again));
            Assert.Equal(topic, again);
            Assert.True(WebhookTopics.AreSame(topic, again));
            Assert.InRange(topic.Length, 1, WebhookTopics.MaximumLength);
        });

    private static void AssertBounded(WebhookHeaders read)
    {
        Assert.True(WebhookTopics.TryNormalize(read.Topic, out var topic) && topic == read.Topic);
        Assert.True(ShopDomain.TryParse(read.Shop.Value, out _));
        foreach (var text in (string?[])
            [read.WebhookId, read.EventId, read.ApiVersion, read.Name, read.Action, read.ResourceId])
        {
            Assert.True(text is null or { Length: > 0 and <= WebhookHeaders.MaximumLength });
        }
        Assert.True(read.TriggeredAt is null || read.TriggeredAt.Value.Offset == TimeSpan.Zero);
    }

    private static string Print(HeaderDictionary headers) =>
        string.Join('\n', headers.Select(header => $"{header.Key}: {string.Join(" | ", header.Value.ToArray())}"));
}
