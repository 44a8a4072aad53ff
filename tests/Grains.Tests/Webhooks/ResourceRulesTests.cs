using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Webhooks;

public sealed class ResourceRulesTests
{
    private static readonly DateTimeOffset Recorded = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"id":7}""", null, "7")]
    [InlineData("""{"id":"7"}""", "gid://shopify/Product/8", "7")]
    [InlineData("""{"id":"gid://shopify/Product/7"}""", null, "7")]
    [InlineData("""{"admin_graphql_api_id":"gid://shopify/Product/7"}""", null, "7")]
    [InlineData("""{"id":{"a":1}}""", "gid://shopify/Product/8", "8")]
    [InlineData("""{"title":"Hat"}""", null, null)]
    [InlineData("""{"id":""}""", null, null)]
    public void Resource_is_what_the_signed_body_names_and_the_header_only_where_it_does_not(
        string body, string? header, string? expected) =>
        Assert.Equal(expected, ResourceRules.ResourceOf(Delivery(null, header), Json(body)));

    [Fact]
    public void Moment_when_the_body_tells_its_change_is_that()
    {
        var moment = ResourceRules.MomentOf(
            Delivery(Recorded.AddMinutes(-1)), Json("""{"updated_at":"2026-05-06T13:58:00+02:00"}"""));

        Assert.Equal(new SeenResource(Recorded.AddMinutes(-2), Recorded.AddMinutes(-1)), moment);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"updated_at":null}""")]
    [InlineData("""{"updated_at":"soon"}""")]
    public void Moment_when_the_body_does_not_tell_is_the_headers(string body) =>
        Assert.Equal(
            Recorded.AddDays(-1), ResourceRules.MomentOf(Delivery(Recorded.AddDays(-1)), Json(body)).HappenedAt);

    [Fact]
    public void Moment_that_lies_in_the_future_counts_as_the_recording_so_that_what_comes_after_is_newer()
    {
        var forged = ResourceRules.MomentOf(
            Delivery(Recorded.AddYears(50)), Json("""{"updated_at":"2099-01-01T00:00:00Z"}"""));

        Assert.Equal(new SeenResource(Recorded, Recorded), forged);
        var next = ResourceRules.MomentOf(
            Delivery(Recorded.AddSeconds(1)) with { RecordedAt = Recorded.AddSeconds(2) }, Json("{}"));
        Assert.False(next.IsOlderThan(forged));
    }

    [Fact]
    public void Moment_without_any_time_is_the_recording() =>
        Assert.Equal(
            new SeenResource(Recorded, Recorded), ResourceRules.MomentOf(Delivery(null), Json("{}")));

    [Fact]
    public void Age_of_two_of_one_second_is_told_by_the_header_and_the_same_again_is_not_older()
    {
        var first = new SeenResource(Recorded, Recorded.AddMilliseconds(100));
        var second = new SeenResource(Recorded, Recorded.AddMilliseconds(900));

        Assert.True(first.IsOlderThan(second));
        Assert.False(second.IsOlderThan(first));
        Assert.False(second.IsOlderThan(second));

        // A deletion has no time of its own: the header's stands against the change's.
        var deleted = new SeenResource(Recorded.AddMilliseconds(950), Recorded.AddMilliseconds(950));
        Assert.True(second.IsOlderThan(deleted));
        Assert.False(deleted.IsOlderThan(second));
    }

    private static InboxDelivery Delivery(DateTimeOffset? triggeredAt, string? resourceId = null) => new()
    {
        Id = 1,
        Shop = ShopDomain.Parse("blue-widgets.myshopify.com"),
        Topic = "products/update",
        DeliveryHash = new byte[32],
        TriggeredAt = triggeredAt,
        Hints = new DeliveryHints { ResourceId = resourceId },
        RecordedAt = Recorded,
        Body = [],
        Attempts = 0,
    };

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
