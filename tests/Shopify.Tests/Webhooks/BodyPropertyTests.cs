using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Shopkeeper.Shopify.Tests.Signatures;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Testing.Generation;

namespace Shopkeeper.Shopify.Tests.Webhooks;

/// <summary>
/// Bodies of deliveries, signed or not, by every reader there is: each reads or refuses, and none throws.
/// </summary>
public sealed class BodyPropertyTests
{
    private static readonly string[] Topics =
    [
        WebhookTopics.AppUninstalled, WebhookTopics.ShopUpdate, WebhookTopics.ShopRedact, WebhookTopics.CustomersRedact,
        WebhookTopics.CustomersDataRequest, WebhookTopics.AppScopesUpdate, WebhookTopics.AppSubscriptionsUpdate,
        WebhookTopics.ProductsUpdate, "x/y",
    ];

    private static readonly Gen<string> Texted = JsonTexts.With(
        "id", "myshopify_domain", "shop_id", "shop_domain", "admin_graphql_api_shop_id", "app_subscription",
        "plan_name", "current", "updated_at", "customer", "email", "phone", "orders_requested", "orders_to_redact",
        "data_request");

    private static readonly Gen<byte[]> Bodies = JsonTexts.Bytes(Texted);

    [Fact]
    public void Identity_of_any_body_is_read_alike_whole_and_in_pieces_and_never_throws() =>
        Property.Holds(
            Bodies, body =>
            {
                foreach (var topic in Topics)
                {
                    var whole = WebhookBody.TryIdentify(topic, body, out var identity);
                    var cut = WebhookBody.TryIdentify(topic, Pieces.Of(body, 3), out var same);
                    Assert.Equal((whole, identity), (cut, same));
                    Assert.True(whole || !identity.IsBound);
                    Assert.True(identity.ShopId is null or > 0);
                }
            },
            10_000,
            JsonTexts.Print);

    [Fact]
    public void Compliance_body_of_any_bytes_is_read_or_refused_and_never_throws() =>
        Property.Holds(
            Bodies, body =>
            {
                foreach (var topic in Topics)
                {
                    var read = ComplianceBody.TryRead(topic, body);
                    if (read is null) continue;
                    Assert.True(WebhookTopics.IsCompliance(topic));
                    Assert.Equal(topic != WebhookTopics.ShopRedact, read.NamesCustomer);
                    Assert.All(read.Orders, order => Assert.True(order > 0));
                }
            },
            10_000,
            JsonTexts.Print);

    [Fact]
    public void Scopes_and_plan_of_any_bytes_are_read_or_refused_and_never_throw() =>
        Property.Holds(
            Bodies, body =>
            {
                _ = ScopesUpdate.Read(body);
                var plan = ShopPlan.Read(body);
                Assert.True(plan is null or { Length: > 0 and <= 64 });
            },
            10_000,
            JsonTexts.Print);

    [Fact]
    public void Identity_when_written_as_shopify_does_reads_back() =>
        Property.Holds(Gen.Select(Gen.Long[1, long.MaxValue], Gen.OneOfConst(0, 1, 2), Texts.Whole), made =>
        {
            var (id, form, other) = made;
            var node = form switch
            {
                0 => JsonValue.Create(id),
                1 => JsonValue.Create($"{id}"),
                _ => (JsonNode)JsonValue.Create($"gid://shopify/Shop/{id}"),
            };
            var body = new JsonObject
            {
                ["name"] = other, ["id"] = node, ["myshopify_domain"] = "a.myshopify.com", [$"x{other}"] = other,
            };
            var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
            Assert.True(WebhookBody.TryIdentify(WebhookTopics.AppUninstalled, bytes, out var identity));
            Assert.Equal(new BodyIdentity(id, ShopDomain.Parse("a.myshopify.com")), identity);
        });

    [Theory]
    [InlineData("{\"a\":[", "0,", "0]}")]
    [InlineData("{", "\"a\":1,", "\"b\":2}")]
    [InlineData("{\"orders_to_redact\":[", "7,", "7],\"shop_id\":1}")]
    [InlineData("{\"a\":\"", "\\u0061", "\"}")]
    [InlineData("", "[", "")]
    [InlineData("", "{\"id\":", "")]
    public void Body_that_is_longer_takes_no_more_than_linear_time(string head, string unit, string tail)
    {
        foreach (var topic in (string[])[WebhookTopics.AppUninstalled, WebhookTopics.CustomersRedact])
        {
            var growth = Property.Growth(
                units =>
                {
                    var body = Encoding.UTF8.GetBytes($"{head}{new StringBuilder().Insert(0, unit, units)}{tail}");
                    _ = WebhookBody.TryIdentify(topic, body, out _);
                    _ = ComplianceBody.TryRead(topic, body);
                    _ = ShopPlan.Read(body);
                },
                1_000);
            Assert.True(growth < Property.LinearGrowth, $"{topic} {unit}: {growth}");
        }
    }
}
