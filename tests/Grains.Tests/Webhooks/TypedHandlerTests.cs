using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Tests.Webhooks;

/// <summary>The handlers that an app writes: what they are given, and what they are spared.</summary>
public sealed class TypedHandlerTests
{
    private const string Topic = "products/update";
    private static readonly DateTimeOffset Noon = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Envelope_when_the_delivery_says_everything_has_all_of_it()
    {
        var handler = new Products();
        using var bench = Bench(handler);
        var hints = new DeliveryHints
        {
            DeliveryId = "delivery-1", EventId = "event-1", ApiVersion = "2026-10", Name = "mine", Action = "update",
            ResourceId = "gid://shopify/Product/7",
        };
        bench.Deliver(1, Topic, """{"id":"7","title":"Hat","body_html":"x","unknown":{"a":[1]}}""", Noon, hints);

        await bench.TurnAsync();

        var seen = Assert.Single(handler.Handled);
        Assert.Equal((7, "Hat", "x"), (seen.Payload.Id, seen.Payload.Title, seen.Payload.BodyHtml));
        Assert.Equal(
            ("delivery-1", "event-1", "2026-10", "mine", "update", "gid://shopify/Product/7"),
            (seen.DeliveryId, seen.EventId, seen.ApiVersion, seen.Name, seen.Action, seen.ResourceId));
        Assert.Equal((Topic, (DateTimeOffset?)Noon), (seen.Topic, seen.TriggeredAt));
        Assert.Equal(bench.Installation.Id, seen.Installation.Id);
        Assert.Equal(Verdict.Accepted, bench.Inbox.Verdicts[1]);
    }

    [Theory]
    [InlineData("""{"title":"Hat"}""")]
    [InlineData("""{"id":{"deep":1},"title":"Hat"}""")]
    [InlineData("""{"id":7,"title":null}""")]
    [InlineData("""{"id":99999999999999999999,"title":"Hat"}""")]
    [InlineData("""{"id":7,"title":"\ud800"}""")]
    public async Task Body_that_is_no_such_payload_is_a_dead_letter_at_once_and_the_next_goes_on(string body)
    {
        var handler = new Products();
        using var bench = Bench(handler);
        bench.Deliver(1, Topic, body);
        bench.Deliver(2, Topic, """{"id":7,"title":"Hat"}""");

        await bench.TurnAsync();

        Assert.Equal([(1L, PoisonDeliveryException.PayloadUnreadable)], bench.Inbox.Buried);
        Assert.Empty(bench.Inbox.Failures);
        Assert.Equal(Verdict.Accepted, bench.Inbox.Verdicts[2]);
    }

    [Fact]
    public async Task Poison_to_one_handler_reaches_the_others_before_it_is_a_dead_letter()
    {
        var untyped = new Untyped();
        using var bench = Bench(new Products(), untyped);
        bench.Deliver(1, Topic, """{"id":"none"}""");

        await bench.TurnAsync();

        Assert.Equal(1, untyped.Calls);
        Assert.Equal((1L, PoisonDeliveryException.PayloadUnreadable), Assert.Single(bench.Inbox.Buried));
    }

    [Fact]
    public async Task Failure_beside_poison_is_tried_again_since_another_attempt_helps_that_handler()
    {
        using var bench = Bench(new Products(), new Untyped { Fails = true });
        bench.Deliver(1, Topic, """{"id":"none"}""");

        await bench.TurnAsync();

        Assert.Empty(bench.Inbox.Buried);
        Assert.Equal([nameof(InvalidOperationException)], bench.Inbox.Failures);
    }

    [Fact]
    public async Task Late_older_update_never_reaches_a_handler_that_keeps_the_newest_and_others_get_it()
    {
        var newest = new Products { Group = "products" };
        var everything = new Products();
        using var bench = Bench(newest, everything);
        bench.Deliver(1, Topic, Updated(7, "new", Noon.AddMinutes(-1)));
        bench.Deliver(2, Topic, Updated(7, "old", Noon.AddDays(-1)));
        bench.Deliver(3, Topic, Updated(8, "another", Noon.AddDays(-1)));
        bench.Deliver(4, Topic, Updated(7, "newest", Noon));

        await bench.TurnAsync();

        Assert.Equal(["new", "another", "newest"], newest.Handled.Select(one => one.Payload.Title));
        Assert.Equal(4, everything.Handled.Count);
        Assert.All(bench.Inbox.Verdicts.Values, verdict => Assert.Equal(Verdict.Accepted, verdict));
    }

    [Fact]
    public async Task Failed_newer_update_does_not_shut_out_the_older_and_still_comes_last()
    {
        var handler = new Products { Group = "products", FailuresOf = { ["new"] = 1 } };
        using var bench = Bench(handler);
        bench.Deliver(1, Topic, Updated(7, "new", Noon));
        bench.Deliver(2, Topic, Updated(7, "old", Noon.AddHours(-1)));

        await bench.TurnAsync();
        await bench.TurnAsync();

        Assert.Equal(["old", "new"], handler.Handled.Select(one => one.Payload.Title));
    }

    private static DrainBench Bench(params IWebhookHandler[] handlers)
    {
        var bench = new DrainBench(handlers);
        bench.Clock.SetUtcNow(Noon.AddHours(1));
        return bench;
    }

    private static string Updated(long id, string title, DateTimeOffset at) =>
        $$"""{"id":{{id}},"title":"{{title}}","updated_at":"{{at:yyyy-MM-ddTHH:mm:sszzz}}"}""";

    private sealed record Product
    {
        public required long Id { get; init; }

        public required string Title { get; init; }

        public string? BodyHtml { get; init; }
    }

    private sealed class Products : WebhookHandler<Product>
    {
        public override string Topic => TypedHandlerTests.Topic;

        public override string? ResourceGroup => Group;

        public string? Group { get; init; }

        public Dictionary<string, int> FailuresOf { get; } = [];

        public List<WebhookEnvelope<Product>> Handled { get; } = [];

        protected override Task HandleAsync(WebhookEnvelope<Product> envelope, CancellationToken cancellationToken)
        {
            var title = envelope.Payload.Title;
            if (FailuresOf.TryGetValue(title, out var left) && left > 0)
            {
                FailuresOf[title] = left - 1;
                throw new InvalidOperationException("Not yet.");
            }

            Handled.Add(envelope);
            return Task.CompletedTask;
        }
    }

    private sealed class Untyped : IWebhookHandler
    {
        public string Topic => TypedHandlerTests.Topic;

        public bool Fails { get; init; }

        public int Calls { get; private set; }

        public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken)
        {
            Calls++;
            return Fails ? throw new InvalidOperationException("Not yet.") : Task.CompletedTask;
        }
    }
}
