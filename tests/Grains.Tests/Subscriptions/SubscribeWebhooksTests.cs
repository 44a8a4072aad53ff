using System.Text.Json;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Subscriptions;
using Shopkeeper.Grains.Tests.ApiLogs;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Subscriptions;

public sealed class SubscribeWebhooksTests
{
    private const string Address = "https://app.example/base/webhooks";

    private readonly AdminBench _bench = new();
    private readonly FakeSubscriptionStore _records = new();
    private readonly SubscriptionOptions _options = new();

    [Fact]
    public async Task Job_when_nothing_is_configured_subscribes_to_the_end_and_to_what_handlers_want()
    {
        await RunAsync("orders/create", "shop/redact", "ORDERS/CREATE");

        Assert.Equal(["app/uninstalled", "orders/create"], _bench.Client.Subscriptions.Select(made => made.Topic));
        Assert.All(_bench.Client.Subscriptions, made => Assert.Equal(Address, made.Uri));
        Assert.All(_records.Records.Values, record => Assert.NotNull(record.ShopifyId));
        Assert.All(_records.Records.Values, record => Assert.Null(record.MissingBecause));
    }

    [Fact]
    public async Task Job_when_run_again_makes_nothing_twice()
    {
        await RunAsync("orders/create");
        await RunAsync("orders/create");
        Assert.Equal(2, _bench.Client.Subscriptions.Count);
        Assert.Equal(2, _records.Records.Count);
    }

    [Fact]
    public async Task Job_when_a_subscription_has_our_address_adopts_it_and_leaves_strangers_alone()
    {
        WebhookSubscription[] before =
        [
            new("gid://ours", "APP_UNINSTALLED", Address),
            new("gid://elsewhere", "orders/create", "https://other.example/webhooks"),
            new("gid://queue", "ORDERS_CREATE", "pubsub://project:topic"),
            new("gid://foreign", "products/update", Address),
        ];
        _bench.Client.Subscriptions.AddRange(before);
        await RunAsync("orders/create");

        Assert.Equal("gid://ours", _records.Records["app/uninstalled"].ShopifyId);
        Assert.Equal("gid://made/4", _records.Records["orders/create"].ShopifyId);
        Assert.Equal(before, _bench.Client.Subscriptions.Take(4));
        Assert.DoesNotContain("products/update", _records.Records.Keys);
    }

    [Fact]
    public async Task Job_when_Shopify_declines_a_topic_records_why_and_does_the_rest()
    {
        _bench.Client.Fault = call => call == "webhookSubscriptionCreate:customers/update"
            ? new AdminFailure { Kind = AdminFailureKind.Refused, ErrorCode = AdminErrorCodes.AccessDenied }
            : null;
        await RunAsync("customers/update", "orders/create");

        var declined = _records.Records["customers/update"];
        Assert.Null(declined.ShopifyId);
        Assert.Equal("refused-access-denied", declined.MissingBecause);
        Assert.NotNull(_records.Records["orders/create"].ShopifyId);
    }

    [Fact]
    public async Task Job_when_Shopify_declines_because_somebody_was_quicker_adopts_what_is_there()
    {
        _bench.Client.Fault = call =>
        {
            if (call != "webhookSubscriptionCreate:app/uninstalled") return null;
            _bench.Client.Subscriptions.Add(new("gid://quicker", "APP_UNINSTALLED", Address));
            return new AdminFailure { Kind = AdminFailureKind.Refused };
        };
        await RunAsync();

        var record = Assert.Single(_records.Records.Values);
        Assert.Equal(("gid://quicker", null), (record.ShopifyId, record.MissingBecause));
    }

    [Fact]
    public async Task Job_when_Shopify_is_down_records_it_and_is_tried_again()
    {
        _bench.Client.Fault = call =>
            call.StartsWith("webhookSubscriptionCreate", StringComparison.Ordinal)
                ? new AdminFailure { Kind = AdminFailureKind.ServerError }
                : null;
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => RunAsync());
        Assert.True(failure.Retry);
        Assert.Equal("server-error", _records.Records["app/uninstalled"].MissingBecause);

        _bench.Client.Fault = _ => null;
        await RunAsync();
        Assert.NotNull(_records.Records["app/uninstalled"].ShopifyId);
        Assert.Null(_records.Records["app/uninstalled"].MissingBecause);
    }

    [Fact]
    public async Task Job_when_it_creates_writes_its_intent_before_the_call()
    {
        List<string?> recordedAtTheCall = [];
        _bench.Client.Fault = call =>
        {
            if (call.StartsWith("webhookSubscriptionCreate", StringComparison.Ordinal))
                recordedAtTheCall.Add(_records.History.LastOrDefault()?.MissingBecause);
            return null;
        };
        await RunAsync();
        Assert.Equal(["being-created"], recordedAtTheCall);
    }

    [Fact]
    public async Task Job_when_topics_are_configured_takes_those_instead_of_the_default()
    {
        _options.Topics.Add(" Products/Update ");
        await RunAsync();
        Assert.Equal(["products/update"], _records.Records.Keys);
    }

    private async Task RunAsync(params string[] handled)
    {
        using var arguments = JsonDocument.Parse("{}");
        var job = new SubscribeWebhooks(
            _bench.Admin,
            _records,
            handled.Select(topic => new SilentHandler(topic)),
            Options.Create(_options),
            Options.Create(new ShopifyOptions { AppUrl = "https://app.example/base/" }),
            _bench.Clock);
        var context = new JobContext
        {
            JobId = Guid.Empty,
            Installation = _bench.Installation,
            Arguments = arguments.RootElement,
            Attempt = 1,
            Report = _ => { },
        };
        await job.RunAsync(context, TestContext.Current.CancellationToken);
    }

    private sealed class SilentHandler(string topic) : IWebhookHandler
    {
        public string Topic => topic;

        public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
