using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Teardown;

/// <summary>A teardown that stands still, and an operator who has it tried again.</summary>
public sealed class ResumeTests
{
    [Theory]
    [InlineData("shop.forget")]
    [InlineData("files.erase")]
    [InlineData("residue.count")]
    [InlineData("erasure.rest")]
    public async Task Stalled_teardown_that_is_resumed_goes_on_where_it_stood_and_ends_certified(string call)
    {
        var world = new TeardownWorld(options: new TeardownOptions { ParticipantAttempts = 10 });
        world.Faults.Throw(
            call, () => new InvalidOperationException("no"), times: world.Options.MaximumAttempts);
        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);
        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);
        var done = Done(world);

        world.Teardowns.Store(SagaRules.Resume(world.Row, world.Time.GetUtcNow()));
        Assert.Equal(done, Done(world));
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        CrashTests.AssertTornDown(world);
        Assert.Equal(1, world.Shopify.Calls.Count(made => made == "uninstall"));
    }

    [Fact]
    public async Task Teardown_that_was_resumed_before_its_cause_is_gone_stalls_again_in_sight()
    {
        var world = new TeardownWorld();
        world.Faults.Throw("files.erase", () => new InvalidOperationException("no"), times: 1_000);
        await world.RunAsync();

        world.Teardowns.Store(SagaRules.Resume(world.Row, world.Time.GetUtcNow()));

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);
        Assert.Equal("participant-failed:files", world.Row.StalledBecause);
    }

    [Fact]
    public void Rows_that_do_not_stand_still_and_claims_without_a_proof_are_not_resumed()
    {
        var running = new TeardownWorld().Row;
        var confirming = new TeardownWorld(confirming: true).Row;
        var unproved = confirming with { Status = TeardownStatus.Stalled, StalledBecause = "end-unconfirmed" };

        foreach (var row in (TeardownRecord[])[running, confirming, unproved])
            Assert.Same(row, SagaRules.Resume(row, row.OpenedAt.AddDays(1)));
    }

    private static string[] Done(TeardownWorld world) =>
        [.. world.Row.Steps.Where(step => step.Status == StepStatus.Done).Select(step => step.Name)];
}
