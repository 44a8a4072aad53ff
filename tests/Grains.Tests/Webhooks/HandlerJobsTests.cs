using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Jobs;

namespace Shopkeeper.Grains.Tests.Webhooks;

public sealed class HandlerJobsTests
{
    private static readonly JsonElement Nothing = JsonSerializer.SerializeToElement(new { });

    [Fact]
    public async Task Jobs_when_two_handlers_order_the_same_kind_are_two()
    {
        using var bench = new DrainBench(new First(), new Second());
        bench.Deliver();

        await bench.TurnAsync();

        Assert.Equal(2, Distinct(bench));
    }

    [Fact]
    public async Task Jobs_when_two_handlers_of_one_type_order_the_same_kind_are_two()
    {
        using var bench = new DrainBench(new First(), new First());
        bench.Deliver();

        await bench.TurnAsync();

        Assert.Equal(2, Distinct(bench));
    }

    [Fact]
    public async Task Jobs_when_one_handler_orders_the_same_kind_twice_are_two()
    {
        using var bench = new DrainBench(new First { Orders = 2 });
        bench.Deliver();

        await bench.TurnAsync();

        Assert.Equal(2, Distinct(bench));
    }

    [Fact]
    public async Task Jobs_when_the_handler_runs_again_have_the_same_keys()
    {
        using var bench = new DrainBench(new First { Orders = 2, FailsAfterwards = true }, new Second());
        bench.Deliver();

        await bench.TurnAsync();
        await bench.TurnAsync();

        Assert.Equal(4, bench.Store.Orders.Count);
        Assert.Equal(2, Distinct(bench));
        Assert.Equal(2, bench.Inbox.Failures.Count);
    }

    [Theory]
    [InlineData("no-such-kind", "{}", "job-unknown-kind")]
    [InlineData("count-order", "[]", "job-arguments-not-an-object")]
    [InlineData("count-order", "too long", "job-arguments-too-long")]
    public async Task Job_when_it_cannot_be_is_refused_by_its_code_and_the_delivery_waits(
        string kind, string arguments, string code)
    {
        var text = arguments == "too long" ? $$"""{"a":"{{new string('x', 70_000)}}"}""" : arguments;
        using var bench = new DrainBench(
            new First { Kind = kind, Arguments = JsonSerializer.Deserialize<JsonElement>(text) });
        bench.Deliver();

        await bench.TurnAsync();

        Assert.Equal([code], bench.Inbox.Failures);
        Assert.Empty(bench.Store.Orders);
        Assert.Empty(bench.Inbox.Verdicts);
    }

    [Theory]
    [InlineData("install")]
    [InlineData("grant:1767323045000")]
    [InlineData("delivery:00:Handler:1")]
    [InlineData("client:install")]
    public void Key_of_a_caller_when_it_looks_like_the_services_own_is_another(string key)
    {
        var stored = EnqueueRules.KeyOf(new EnqueueJob { Kind = "open", Arguments = "{}", IdempotencyKey = key });

        Assert.Equal("client:" + key, stored);
    }

    [Fact]
    public void Key_of_a_caller_when_there_is_none_is_none() =>
        Assert.Null(EnqueueRules.KeyOf(new EnqueueJob { Kind = "open", Arguments = "{}" }));

    private static int Distinct(DrainBench bench) =>
        bench.Store.Orders.Select(job => (job.Kind, job.IdempotencyKey)).Distinct().Count();

    private class First : IWebhookHandler
    {
        public string Topic => DrainBench.Topic;

        public string Kind { get; init; } = "count-order";

        public JsonElement Arguments { get; init; } = Nothing;

        public int Orders { get; init; } = 1;

        public bool FailsAfterwards { get; init; }

        public async Task HandleAsync(WebhookContext context, CancellationToken cancellationToken)
        {
            for (var order = 0; order < Orders; order++) await context.EnqueueAsync(Kind, Arguments);
            if (FailsAfterwards) throw new InvalidOperationException("Not yet.");
        }
    }

    private sealed class Second : First;
}
