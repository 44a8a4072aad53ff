using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Teardown;

/// <summary>An operator has a teardown tried again at once.</summary>
public sealed class RetryTests
{
    [Fact]
    public async Task Stalled_teardown_that_is_retried_once_the_cause_is_gone_ends_complete()
    {
        var world = new TeardownWorld();
        world.Faults.Throw(
            "files.erase", () => new InvalidOperationException("no"), times: world.Options.ParticipantAttempts);
        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal(TeardownOrderOutcome.Accepted, await new OperatorOrders(world).RetryAsync());
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);
        CrashTests.AssertTornDown(world);
    }

    [Fact]
    public async Task Teardown_that_waits_is_tried_at_once_and_keeps_its_attempts()
    {
        var world = new TeardownWorld();
        world.Faults.Throw("shop.forget", () => new InvalidOperationException("no"), times: 5);
        while (SagaRules.ProgressOf(world.Row, StepNames.ClearShopGrain).Attempts < 2)
        {
            await world.RunAsync(atMost: TimeSpan.Zero);
            if (world.Row.NextAttemptAt is { } at && at > world.Time.GetUtcNow())
                world.Time.Advance(at - world.Time.GetUtcNow() - TimeSpan.FromMilliseconds(1));
            Assert.Equal(TeardownOrderOutcome.Accepted, await new OperatorOrders(world).RetryAsync());
        }

        Assert.True(world.Row.NextAttemptAt <= world.Time.GetUtcNow());
        Assert.Equal(2, SagaRules.ProgressOf(world.Row, StepNames.ClearShopGrain).Attempts);
    }

    // The confirmation had two days; retried, it has two more, and what was answered before is forgotten.
    [Fact]
    public async Task End_that_could_not_be_confirmed_is_confirmed_from_the_start()
    {
        var world = new TeardownWorld(confirming: true);
        world.Teardowns.Row = world.Row with { BodyNamesShop = false };
        world.Shopify.LiveTokens.Clear();
        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);
        Assert.Equal(ConfirmationRules.EndUnconfirmed, world.Row.StalledBecause);

        Assert.Equal(TeardownOrderOutcome.Accepted, await new OperatorOrders(world).RetryAsync());

        Assert.Equal((TeardownStatus.Confirming, 0), (world.Row.Status, world.Row.Probes.Count));
        var again = world.Time.GetUtcNow();
        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);
        Assert.True(world.Time.GetUtcNow() - again >= world.Confirmation.StalledAfter);
    }

    [Fact]
    public async Task Teardown_that_is_worked_on_or_gone_has_nothing_to_retry()
    {
        var world = new TeardownWorld();
        var orders = new OperatorOrders(world);
        Assert.Equal(TeardownOrderOutcome.NothingToRetry, await orders.RetryAsync());
        await world.RunAsync();
        Assert.Equal(TeardownOrderOutcome.Gone, await orders.RetryAsync());
        Assert.Equal(0, orders.Signals);
    }
}
