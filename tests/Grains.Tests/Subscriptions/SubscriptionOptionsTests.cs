using Shopkeeper.Grains.Subscriptions;

namespace Shopkeeper.Grains.Tests.Subscriptions;

public sealed class SubscriptionOptionsTests
{
    private readonly SubscriptionOptions _options = new();

    public static TheoryData<string, string, string, string> Wrong => new()
    {
        { "a", "orders create", "", "Webhooks:Subscriptions:a:Topic must be a topic" },
        { "a", "", "", "Webhooks:Subscriptions:a:Topic must be a topic" },
        { "with space", "orders/create", "", "Webhooks:Subscriptions:with space must have a name" },
        { new string('n', 51), "orders/create", "", "1 to 50 letters" },
        { "a", "orders/create", "http://app.example/webhooks", "Webhooks:Subscriptions:a:Uri must be an https" },
        { "a", "orders/create", "/webhooks", "Webhooks:Subscriptions:a:Uri must be an https" },
        { "a", "orders/create", "pubsub://project", "Webhooks:Subscriptions:a:Uri must be an https" },
        { "a", "orders/create", "arn:aws:sqs:eu-west-1:1:queue", "Webhooks:Subscriptions:a:Uri must be an https" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Entry_that_no_shop_could_have_is_refused_with_its_key(
        string name, string topic, string uri, string told)
    {
        _options.Subscriptions[name] = new SubscriptionEntryOptions { Topic = topic, Uri = uri };
        Assert.Contains(told, Failures(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/hooks")]
    [InlineData("http://127.0.0.1:5080/webhooks")]
    [InlineData("pubsub://my-project:orders")]
    [InlineData("arn:aws:events:us-east-1::event-source/aws.partner/shopify.com/1234567/app")]
    [InlineData("")]
    public void Address_that_Shopify_delivers_to_is_taken(string uri)
    {
        _options.Subscriptions["a"] = new SubscriptionEntryOptions { Topic = "shop/redact", Uri = uri };
        Assert.Equal("", Failures());
    }

    [Fact]
    public void Filter_on_a_field_that_deliveries_leave_out_is_refused()
    {
        var entry = _options.Subscriptions["a"] = new() { Topic = "products/update", Filter = "status:active" };
        entry.IncludeFields.Add("id");
        Assert.Contains(
            "Webhooks:Subscriptions:a:Filter names the field status", Failures(), StringComparison.Ordinal);
        entry.IncludeFields.Add("status");
        Assert.Equal("", Failures());
        entry.Filter = new string('f', 4097);
        Assert.Contains("a:Filter must be at most 4096", Failures(), StringComparison.Ordinal);
        entry.Filter = "";
        entry.MetafieldNamespaces.Add(" ");
        Assert.Contains("a:MetafieldNamespaces:0 must be a name", Failures(), StringComparison.Ordinal);
    }

    [Fact]
    public void Same_topic_address_and_filter_twice_is_refused_and_another_filter_is_not()
    {
        _options.Topics.Add("orders/create");
        _options.Subscriptions["a"] = new() { Topic = "ORDERS/CREATE", Filter = "id:1" };
        _options.Subscriptions["b"] = new() { Topic = "orders/create", Filter = "id:2" };
        Assert.Equal("", Failures());
        _options.Subscriptions["b"].Filter = "id:1";
        Assert.Contains("same topic, address and filter", Failures(), StringComparison.Ordinal);
        _options.Subscriptions["b"].Filter = "";
        Assert.Contains("Webhooks:Topics:0", Failures(), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_and_limits_out_of_range_are_refused_with_their_keys()
    {
        var reconcile = _options.Reconcile;
        reconcile.Every = TimeSpan.Zero;
        reconcile.RetryAfter = TimeSpan.FromDays(2);
        reconcile.DeployWithin = TimeSpan.FromDays(2);
        reconcile.AfterShedding = TimeSpan.FromHours(2);
        reconcile.OpenLimit = 0;
        reconcile.Concurrency = 13;
        var failures = Failures();
        foreach (var key in (string[])
            ["Every", "RetryAfter", "DeployWithin", "AfterShedding", "OpenLimit", "Concurrency"])
            Assert.Contains($"Webhooks:Reconcile:{key} is ", failures, StringComparison.Ordinal);
    }

    private string Failures() => new SubscriptionOptionsValidator().Validate(null, _options).FailureMessage ?? "";
}
