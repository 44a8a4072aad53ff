using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Shopify.Tests.Webhooks;

public sealed class WebhookTopicsTests
{
    [Theory]
    [InlineData("app/uninstalled", "app/uninstalled")]
    [InlineData(" APP/Uninstalled ", "app/uninstalled")]
    [InlineData("domains.custom/x-1_y", "domains.custom/x-1_y")]
    public void TryNormalize_when_it_is_a_topic_lowers_it(string text, string expected)
    {
        Assert.True(WebhookTopics.TryNormalize(text, out var topic));
        Assert.Equal(expected, topic);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("app/uninstalled,app/uninstalled")]
    [InlineData("app uninstalled")]
    [InlineData("app/unins\u0442alled")]
    [InlineData("\u212aelvin/update")]
    [InlineData("app/uninstalled\n\nx")]
    public void TryNormalize_when_it_is_no_topic_refuses(string? text) =>
        Assert.False(WebhookTopics.TryNormalize(text, out _));

    [Fact]
    public void TryNormalize_when_too_long_refuses()
    {
        Assert.True(WebhookTopics.TryNormalize(new string('a', WebhookTopics.MaximumLength), out _));
        Assert.False(WebhookTopics.TryNormalize(new string('a', WebhookTopics.MaximumLength + 1), out _));
    }

    [Theory]
    [InlineData("app/uninstalled", "APP_UNINSTALLED")]
    [InlineData("app/scopes_update", "APP_SCOPES_UPDATE")]
    [InlineData("app_subscriptions/update", "APP_SUBSCRIPTIONS_UPDATE")]
    [InlineData("products/update", "PRODUCTS_UPDATE")]
    public void ToGraphQlEnum_goes_there_and_back(string topic, string expected)
    {
        Assert.Equal(expected, WebhookTopics.ToGraphQlEnum(topic));
        Assert.Equal(topic, WebhookTopics.FromGraphQlEnum(expected));
    }

    [Fact]
    public void ToGraphQlEnum_replaces_dots_and_FromGraphQlEnum_keeps_what_it_does_not_know()
    {
        Assert.Equal("A_B_C", WebhookTopics.ToGraphQlEnum("a.b/c"));
        Assert.Equal("A_B_C", WebhookTopics.FromGraphQlEnum("A_B_C"));
    }

    [Theory]
    [InlineData("app/uninstalled", true, false)]
    [InlineData("app/scopes_update", true, false)]
    [InlineData("shop/redact", true, true)]
    [InlineData("customers/redact", true, true)]
    [InlineData("customers/data_request", true, true)]
    [InlineData("app_subscriptions/update", false, false)]
    [InlineData("shop/update", false, false)]
    [InlineData("products/update", false, false)]
    public void IsLifecycle_and_IsCompliance_know_what_must_never_be_shed(string topic, bool lifecycle, bool compliance)
    {
        Assert.Equal(lifecycle, WebhookTopics.IsLifecycle(topic));
        Assert.Equal(compliance, WebhookTopics.IsCompliance(topic));
    }
}
