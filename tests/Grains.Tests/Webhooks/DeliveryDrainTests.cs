using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Tests.Webhooks;

/// <summary>
/// Installs and uninstalls of a shop wait for the turn that handles its deliveries: it must be short.
/// </summary>
public sealed class DeliveryDrainTests
{
    [Fact]
    public async Task Turn_when_its_time_is_used_up_ends_and_asks_for_the_next()
    {
        var handler = new Slow { Takes = TimeSpan.FromMilliseconds(900) };
        using var bench = new DrainBench(handler);
        handler.Bench = bench;
        bench.Deliver(10);
        var began = bench.Clock.GetUtcNow();

        Assert.True(await bench.TurnAsync());

        Assert.Equal(3, bench.Inbox.Verdicts.Count);
        Assert.InRange(bench.Clock.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        var turns = 1;
        while (await bench.TurnAsync()) turns++;
        Assert.Equal(10, bench.Inbox.Verdicts.Count);
        Assert.Equal(3, turns);
    }

    // Two activations of one actor: the other one began the stay.
    [Fact]
    public async Task Delivery_of_a_stay_that_the_activation_does_not_know_of_is_handled_for_it()
    {
        var handler = new Slow();
        using var bench = new DrainBench(handler);
        handler.Bench = bench;
        bench.Deliver();

        await bench.TurnAsync(held: null);

        Assert.Equal(Verdict.Accepted, Assert.Single(bench.Inbox.Verdicts).Value);
        Assert.Equal(1, handler.Calls);
    }

    [Fact]
    public async Task Turn_when_one_delivery_takes_longer_than_its_time_still_gets_on()
    {
        var handler = new Slow { Takes = TimeSpan.FromSeconds(5) };
        using var bench = new DrainBench(handler);
        handler.Bench = bench;
        bench.Deliver(2);

        Assert.True(await bench.TurnAsync());
        Assert.Equal(1, handler.Calls);
        Assert.False(await bench.TurnAsync());
        Assert.Equal(2, handler.Calls);
    }

    [Fact]
    public async Task Turn_when_every_handler_hangs_lasts_no_longer_than_one_of_them()
    {
        using var bench = new DrainBench(new Hanging(), new Hanging());
        bench.Deliver(32);

        var turn = bench.TurnAsync();
        bench.Clock.Advance(bench.Options.HandlerTimeout);

        Assert.True(await turn.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(["handler-timeout"], bench.Inbox.Failures);
    }

    [Fact]
    public async Task Turn_when_deliveries_are_quick_handles_a_whole_batch()
    {
        using var bench = new DrainBench(new Slow());
        bench.Deliver(32);

        Assert.True(await bench.TurnAsync());
        Assert.Equal(32, bench.Inbox.Verdicts.Count);
        Assert.False(await bench.TurnAsync());
    }

    private sealed class Slow : IWebhookHandler
    {
        public string Topic => DrainBench.Topic;

        public TimeSpan Takes { get; init; }

        public DrainBench? Bench { get; set; }

        public int Calls { get; private set; }

        public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken)
        {
            Calls++;
            Bench?.Clock.Advance(Takes);
            return Task.CompletedTask;
        }
    }

    private sealed class Hanging : IWebhookHandler
    {
        public string Topic => DrainBench.Topic;

        public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken) =>
            new TaskCompletionSource().Task;
    }
}
