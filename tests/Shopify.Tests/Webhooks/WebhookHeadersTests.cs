using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Shopify.Tests.Webhooks;

public sealed class WebhookHeadersTests
{
    [Theory]
    [InlineData("X-Shopify-", WebhookHeaderFamily.Classic)]
    [InlineData("x-shopify-", WebhookHeaderFamily.Classic)]
    [InlineData("shopify-", WebhookHeaderFamily.Events)]
    public void TryRead_when_a_family_is_complete_reads_it(string prefix, WebhookHeaderFamily family)
    {
        var headers = Family(prefix, "a");
        Assert.True(WebhookHeaders.TryReadHmac(headers, out var hmac));
        Assert.Equal(new WebhookHmac(family, "hmac-a"), hmac);
        Assert.True(WebhookHeaders.TryRead(headers, hmac.Family, out var read, out var problem));
        Assert.Equal(WebhookHeaderProblem.None, problem);
        Assert.Equal("app/uninstalled", read.Topic);
        Assert.Equal("shop-a.myshopify.com", read.Shop.Value);
        Assert.Equal("webhook-a", read.WebhookId);
        Assert.Equal("event-a", read.EventId);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), read.TriggeredAt);
        Assert.Equal("2026-10", read.ApiVersion);
        Assert.Equal("WebhookHeaders", read.ToString());
    }

    [Fact]
    public void TryRead_when_both_families_are_there_takes_everything_from_the_newer()
    {
        var headers = Family("X-Shopify-", "classic");
        foreach (var (name, value) in Family("shopify-", "events")) headers[name] = value;
        Assert.True(WebhookHeaders.TryReadHmac(headers, out var hmac));
        Assert.Equal(new WebhookHmac(WebhookHeaderFamily.Events, "hmac-events"), hmac);
        Assert.True(WebhookHeaders.TryRead(headers, hmac.Family, out var read, out _));
        Assert.Equal("shop-events.myshopify.com", read.Shop.Value);
        Assert.Equal("webhook-events", read.WebhookId);
    }

    [Theory]
    [InlineData("Topic", WebhookHeaderProblem.Topic)]
    [InlineData("Shop-Domain", WebhookHeaderProblem.ShopDomain)]
    public void TryRead_when_the_chosen_family_lacks_a_header_never_borrows_it(
        string missing, WebhookHeaderProblem expected)
    {
        var headers = Family("X-Shopify-", "classic");
        foreach (var (name, value) in Family("shopify-", "events")) headers[name] = value;
        headers.Remove("shopify-" + missing);
        Assert.True(WebhookHeaders.TryReadHmac(headers, out var hmac));
        Assert.False(WebhookHeaders.TryRead(headers, hmac.Family, out var read, out var problem));
        Assert.Null(read);
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void TryRead_when_only_ids_are_missing_leaves_them_out()
    {
        var headers = Family("X-Shopify-", "a");
        foreach (var name in new[] { "Webhook-Id", "Event-Id", "Triggered-At", "API-Version" })
            headers.Remove("X-Shopify-" + name);
        Assert.True(WebhookHeaders.TryRead(headers, WebhookHeaderFamily.Classic, out var read, out _));
        Assert.Equal(
            (null, null, null, null), (read.WebhookId, read.EventId, read.TriggeredAt, read.ApiVersion));
    }

    [Theory]
    [InlineData("Topic", WebhookHeaderProblem.Topic)]
    [InlineData("Shop-Domain", WebhookHeaderProblem.ShopDomain)]
    [InlineData("Webhook-Id", WebhookHeaderProblem.Other)]
    [InlineData("Event-Id", WebhookHeaderProblem.Other)]
    [InlineData("Triggered-At", WebhookHeaderProblem.Other)]
    [InlineData("API-Version", WebhookHeaderProblem.Other)]
    [InlineData("Name", WebhookHeaderProblem.Other)]
    public void TryRead_when_a_header_is_repeated_refuses(string name, WebhookHeaderProblem expected)
    {
        var headers = Family("X-Shopify-", "a");
        var value = headers["X-Shopify-" + name].ToString();
        headers["X-Shopify-" + name] = new StringValues([value, value]);
        Assert.False(WebhookHeaders.TryRead(headers, WebhookHeaderFamily.Classic, out _, out var problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("Handle")]
    [InlineData("Action")]
    [InlineData("Resource-Id")]
    public void TryRead_when_a_header_of_the_newer_family_is_repeated_refuses(string name)
    {
        var headers = Family("shopify-", "a");
        headers["shopify-" + name] = new StringValues(["update", "update"]);
        Assert.False(WebhookHeaders.TryRead(headers, WebhookHeaderFamily.Events, out _, out var problem));
        Assert.Equal(WebhookHeaderProblem.Other, problem);
        Assert.True(WebhookHeaders.TryRead(
            With(headers, Family("X-Shopify-", "b")), WebhookHeaderFamily.Classic, out _, out _));
    }

    [Theory]
    [InlineData("Topic", WebhookHeaderProblem.Topic)]
    [InlineData("Shop-Domain", WebhookHeaderProblem.ShopDomain)]
    [InlineData("Webhook-Id", WebhookHeaderProblem.Other)]
    public void TryRead_when_what_it_goes_by_is_too_long_refuses(string name, WebhookHeaderProblem expected)
    {
        var headers = Family("X-Shopify-", "a");
        headers["X-Shopify-" + name] = new string('a', WebhookHeaders.MaximumLength + 1);
        Assert.False(WebhookHeaders.TryRead(headers, WebhookHeaderFamily.Classic, out _, out var problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void TryRead_when_a_hint_is_garbage_leaves_it_out_and_takes_the_delivery()
    {
        var headers = Family("shopify-", "a");
        headers["shopify-event-id"] = new string('a', WebhookHeaders.MaximumLength + 1);
        headers["shopify-api-version"] = new string('9', 33);
        headers["shopify-handle"] = "a name with spaces";
        headers["shopify-action"] = "drop table";
        headers["shopify-resource-id"] = "gid\t7";
        Assert.True(WebhookHeaders.TryRead(headers, WebhookHeaderFamily.Events, out var read, out _));
        Assert.Equal(
            (null, null, null, null, null),
            (read.EventId, read.ApiVersion, read.Name, read.Action, read.ResourceId));
        Assert.Equal("webhook-a", read.WebhookId);
    }

    [Fact]
    public void TryRead_when_both_families_are_there_takes_nothing_of_the_other()
    {
        var events = Family("shopify-", "events");
        events["shopify-handle"] = "handle-events";
        events["shopify-action"] = "delete";
        events["shopify-resource-id"] = "gid://shopify/Product/7";
        var classic = Family("X-Shopify-", "classic");
        classic["X-Shopify-Name"] = "name_classic";
        var both = With(events, classic);

        Assert.True(WebhookHeaders.TryRead(both, WebhookHeaderFamily.Events, out var newer, out _));
        Assert.Equal(
            ("shop-events.myshopify.com", "webhook-events", "event-events", "handle-events", "delete"),
            (newer.Shop.Value, newer.WebhookId, newer.EventId, newer.Name, newer.Action));
        Assert.Equal("gid://shopify/Product/7", newer.ResourceId);
        Assert.True(WebhookHeaders.TryRead(both, WebhookHeaderFamily.Classic, out var older, out _));
        Assert.Equal(
            ("shop-classic.myshopify.com", "webhook-classic", "event-classic", "name_classic", (string?)null),
            (older.Shop.Value, older.WebhookId, older.EventId, older.Name, older.Action));
        Assert.Null(older.ResourceId);
    }

    [Fact]
    public void TryReadHmac_when_missing_empty_or_repeated_refuses_and_does_not_fall_back()
    {
        Assert.False(WebhookHeaders.TryReadHmac(new HeaderDictionary(), out _));
        var headers = Family("X-Shopify-", "a");
        headers["X-Shopify-Hmac-Sha256"] = "";
        Assert.False(WebhookHeaders.TryReadHmac(headers, out _));
        headers["X-Shopify-Hmac-Sha256"] = new StringValues(["hmac-a", "hmac-b"]);
        Assert.False(WebhookHeaders.TryReadHmac(headers, out _));
        headers["X-Shopify-Hmac-Sha256"] = "hmac-a";
        headers["shopify-hmac-sha256"] = "";
        Assert.False(WebhookHeaders.TryReadHmac(headers, out _));
    }

    [Theory]
    [InlineData("shop.example")]
    [InlineData("shop-a.myshopify.com.evil.example")]
    [InlineData("shop-a.myshopify.com, shop-b.myshopify.com")]
    [InlineData(" ")]
    public void TryRead_when_the_shop_is_none_says_so(string shop)
    {
        var headers = Family("X-Shopify-", "a");
        headers["X-Shopify-Shop-Domain"] = shop;
        Assert.False(WebhookHeaders.TryRead(headers, WebhookHeaderFamily.Classic, out _, out var problem));
        Assert.Equal(WebhookHeaderProblem.ShopDomain, problem);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("99999-01-01T00:00:00Z")]
    public void TryRead_when_the_time_is_none_leaves_it_out(string time)
    {
        var headers = Family("X-Shopify-", "a");
        headers["X-Shopify-Triggered-At"] = time;
        Assert.True(WebhookHeaders.TryRead(headers, WebhookHeaderFamily.Classic, out var read, out _));
        Assert.Null(read.TriggeredAt);
    }

    private static HeaderDictionary With(HeaderDictionary some, HeaderDictionary more)
    {
        var all = new HeaderDictionary();
        foreach (var (name, value) in some.Concat(more)) all[name] = value;
        return all;
    }

    private static HeaderDictionary Family(string prefix, string mark) => new()
    {
        [prefix + "Hmac-Sha256"] = "hmac-" + mark,
        [prefix + "Topic"] = "APP/Uninstalled",
        [prefix + "Shop-Domain"] = $"Shop-{mark}.MyShopify.com",
        [prefix + "Webhook-Id"] = "webhook-" + mark,
        [prefix + "Event-Id"] = "event-" + mark,
        [prefix + "Triggered-At"] = "2026-01-02T04:04:05.678+01:00",
        [prefix + "API-Version"] = "2026-10",
    };
}
