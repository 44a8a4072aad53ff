using System.Text;
using Shopkeeper.Shopify.Tests.Signatures;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Shopify.Tests.Webhooks;

public sealed class WebhookBodyTests
{
    private const string Uninstalled = WebhookTopics.AppUninstalled;

    [Theory]
    [InlineData(Uninstalled, """{"id":7,"myshopify_domain":"Blue.myshopify.com"}""", 7L, "blue.myshopify.com")]
    [InlineData("shop/update", """{"domain":"a.example","id":7,"myshopify_domain":null}""", 7L, null)]
    [InlineData(Uninstalled, """{"id":7,"domain":null,"myshopify_domain":null,"created_at":null}""", 7L, null)]
    [InlineData("shop/redact", """{"shop_id":7,"shop_domain":"blue.myshopify.com"}""", 7L, "blue.myshopify.com")]
    [InlineData(
        "customers/redact", """{"shop_id":7,"shop_domain":"blue.myshopify.com","customer":{"id":9}}""", 7L,
        "blue.myshopify.com")]
    [InlineData("customers/data_request", """{"customer":{"shop_id":9},"shop_id":7}""", 7L, null)]
    [InlineData(
        "app/scopes_update", """{"id":1,"shop_id":"gid://shopify/Shop/7","previous":["a"],"current":[]}""", 7L, null)]
    [InlineData("shop/redact", """{"shop_id":"7"}""", 7L, null)]
    [InlineData(
        "app_subscriptions/update",
        """{"app_subscription":{"name":"n","admin_graphql_api_shop_id":"gid://shopify/Shop/7"}}""", 7L, null)]
    public void TryIdentify_reads_where_the_topic_has_it(string topic, string body, long? id, string? shop)
    {
        var identity = Identify(topic, body);
        Assert.Equal(id, identity.ShopId);
        Assert.Equal(shop, identity.Shop?.Value);
        Assert.True(identity.IsBound);
    }

    [Theory]
    [InlineData(Uninstalled, "{}")]
    [InlineData(Uninstalled, """{"shop_id":7,"shop_domain":"blue.myshopify.com"}""")]
    [InlineData("shop/redact", """{"id":7,"myshopify_domain":"blue.myshopify.com"}""")]
    [InlineData("products/update", """{"id":7,"shop_id":7,"myshopify_domain":"blue.myshopify.com"}""")]
    [InlineData("made/up", """{"id":7,"shop_id":7,"shop_domain":"blue.myshopify.com"}""")]
    [InlineData(Uninstalled, """{"shop":{"id":7,"myshopify_domain":"blue.myshopify.com"}}""")]
    [InlineData(Uninstalled, """{"ID":7,"Myshopify_Domain":"blue.myshopify.com"}""")]
    [InlineData("app/scopes_update", """{"shop_id":"gid://shopify/Product/7"}""")]
    [InlineData("app_subscriptions/update", """{"admin_graphql_api_shop_id":"gid://shopify/Shop/7"}""")]
    [InlineData("app_subscriptions/update", """{"app_subscription":[{"admin_graphql_api_shop_id":"7"}]}""")]
    [InlineData("app_subscriptions/update", """{"app_subscription":null}""")]
    public void TryIdentify_when_the_body_names_no_shop_where_it_should_binds_nothing(string topic, string body) =>
        Assert.False(Identify(topic, body).IsBound);

    [Theory]
    [InlineData("0")]
    [InlineData("-7")]
    [InlineData("7.5")]
    [InlineData("1e999")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("\"\"")]
    [InlineData("\"-7\"")]
    [InlineData("\" 7\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("true")]
    [InlineData("[7]")]
    [InlineData("{\"id\":7}")]
    [InlineData("null")]
    public void TryIdentify_when_the_id_is_no_id_counts_it_as_absent(string id)
    {
        var identity = Identify(Uninstalled, $$"""{"id":{{id}},"myshopify_domain":"blue.myshopify.com"}""");
        Assert.Null(identity.ShopId);
        Assert.Equal("blue.myshopify.com", identity.Shop?.Value);
    }

    [Theory]
    [InlineData("\"evil.example\"")]
    [InlineData("\"blue.myshopify.com.evil.example\"")]
    [InlineData("7")]
    [InlineData("{}")]
    public void TryIdentify_when_the_domain_is_none_counts_it_as_absent(string domain)
    {
        var identity = Identify(Uninstalled, $$"""{"id":7,"myshopify_domain":{{domain}}}""");
        Assert.Equal((7L, null), (identity.ShopId, identity.Shop));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"id\"")]
    [InlineData("[{\"id\":7}]")]
    [InlineData("{")]
    [InlineData("{\"id\":7")]
    [InlineData("{\"id\":7,}")]
    [InlineData("{\"id\":7}{\"id\":8}")]
    [InlineData("{\"id\":7} x")]
    [InlineData("{'id':7}")]
    [InlineData("id=7&myshopify_domain=blue.myshopify.com")]
    [InlineData("<html></html>")]
    [InlineData("{\"id\":7,\"id\":7}")]
    [InlineData("{\"id\":null,\"\\u0069d\":7}")]
    [InlineData("{\"myshopify_domain\":\"a.myshopify.com\",\"myshopify_domain\":\"b.myshopify.com\"}")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    public void TryIdentify_when_the_body_is_not_one_unambiguous_object_is_unreadable(string body)
    {
        Assert.False(WebhookBody.TryIdentify(Uninstalled, Encoding.UTF8.GetBytes(body), out var identity));
        Assert.False(identity.IsBound);
    }

    [Fact]
    public void TryIdentify_when_nested_to_the_bound_reads_and_beyond_it_does_not_crash()
    {
        Assert.Equal(7, Identify(Uninstalled, Nested(127)).ShopId);
        Assert.False(WebhookBody.TryIdentify(Uninstalled, Encoding.UTF8.GetBytes(Nested(128)), out _));
        Assert.False(WebhookBody.TryIdentify(Uninstalled, Encoding.UTF8.GetBytes(Nested(1_000_000)), out _));
        static string Nested(int depth) =>
            $$"""{"a":{{new string('[', depth)}}{{new string(']', depth)}},"id":7}""";
    }

    [Fact]
    public void TryIdentify_skips_one_byte_order_mark_in_any_pieces()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. "{\"id\":7}"u8];
        Assert.True(WebhookBody.TryIdentify(Uninstalled, body, out var identity));
        Assert.Equal(7, identity.ShopId);
        Assert.True(WebhookBody.TryIdentify(Uninstalled, Pieces.Of(body, 1), out identity));
        Assert.Equal(7, identity.ShopId);
        Assert.False(WebhookBody.TryIdentify(Uninstalled, (byte[])[0xEF, 0xBB, 0xBF, .. body], out _));
        Assert.False(WebhookBody.TryIdentify(Uninstalled, (byte[])[0xFE, 0xFF, .. "{\"id\":7}"u8], out _));
    }

    [Fact]
    public void TryIdentify_when_bytes_are_garbled_or_cut_never_throws_and_agrees_with_itself_in_pieces()
    {
        var body = """{"id":54,"myshopify_domain":"blue.myshopify.com","name":"\u00fc\ud83d\ude00","x":[1.5,{}]}"""u8;
        var random = new Random(7);
        string[] topics = [Uninstalled, "shop/redact", "app_subscriptions/update", "made/up"];
        for (var round = 0; round < 20_000; round++)
        {
            var garbled = body[..random.Next(1, body.Length + 1)].ToArray();
            for (var change = 0; change < random.Next(4); change++)
                garbled[random.Next(garbled.Length)] = (byte)random.Next(256);
            var topic = topics[round % topics.Length];
            var whole = WebhookBody.TryIdentify(topic, garbled, out var identity);
            var pieces = WebhookBody.TryIdentify(topic, Pieces.Of(garbled, 5), out var again);
            Assert.Equal((whole, identity), (pieces, again));
        }
    }

    private static BodyIdentity Identify(string topic, string body)
    {
        Assert.True(WebhookBody.TryIdentify(topic, Encoding.UTF8.GetBytes(body), out var identity));
        return identity;
    }
}
