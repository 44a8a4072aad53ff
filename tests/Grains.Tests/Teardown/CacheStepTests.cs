using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Teardown;

/// <summary>Caches that don't answer are waited for, visibly; what they hold late is found.</summary>
public sealed class CacheStepTests
{
    [Fact]
    public async Task Silo_that_does_not_answer_is_waited_for_and_no_attempt_is_spent()
    {
        var world = new TeardownWorld();
        world.Silos.Other[world.Installation] = 4;
        world.Silos.Unreachable = 50;

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        CrashTests.AssertTornDown(world);
        Assert.Contains(world.Teardowns.History, row => CodeOf(row, StepNames.ClearCaches) == "silo-unreachable");
        var step = world.Claims().Steps.Single(step => step.Name == StepNames.ClearCaches);
        Assert.Equal(1, step.Attempts);
        Assert.Equal(5, step.Counts.Single(count => count.Store == "cache:memory").Count);
    }

    [Fact]
    public async Task Shared_cache_that_does_not_answer_is_waited_for_and_nothing_is_certified_meanwhile()
    {
        var world = new TeardownWorld();
        world.Shared.Down = int.MaxValue;

        var waits = await world.RunAsync(atMost: TimeSpan.FromHours(6));

        Assert.NotNull(waits.At);
        Assert.Equal("cache-unreachable", CodeOf(world.Row, StepNames.ClearCaches));
        Assert.Null(world.Teardowns.Certificate);
        world.Shared.Down = 0;
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);
        CrashTests.AssertTornDown(world);
        Assert.Equal(1, world.Claims().Steps.Single(step => step.Name == StepNames.ClearCaches).Attempts);
    }

    [Fact]
    public async Task Caches_that_do_not_answer_to_the_count_are_waited_for_too()
    {
        var world = new TeardownWorld();
        var planted = false;
        world.Faults.OnPoint = place =>
        {
            if (planted || world.Faults.Passed[place] != "before erasure.rest") return;
            (planted, world.Silos.Unreachable, world.Shared.Down) = (true, 3, 3);
        };

        await world.RunAsync();

        CrashTests.AssertTornDown(world);
        foreach (var code in (string[])["cache-unreachable", "silo-unreachable"])
            Assert.Contains(world.Teardowns.History, row => CodeOf(row, StepNames.VerifyResidue) == code);
        Assert.Equal(1, world.Claims().Steps.Single(step => step.Name == StepNames.VerifyResidue).Attempts);
    }

    [Fact]
    public async Task Entry_that_turns_up_late_in_the_shared_cache_or_on_another_silo_is_residue()
    {
        var world = new TeardownWorld();
        var planted = false;
        world.Faults.OnPoint = place =>
        {
            if (planted || world.Faults.Passed[place] != "before erasure.rest") return;
            planted = true;
            world.Shared[world.Installation] = 1;
            world.Silos.Other[world.Installation] = 1;
        };

        await world.RunAsync();

        CrashTests.AssertTornDown(world);
        Assert.Equal(2, world.Claims().Steps.Single(step => step.Name == StepNames.VerifyResidue).Attempts);
    }

    [Fact]
    public async Task Activation_that_is_left_anywhere_is_waited_for()
    {
        var world = new TeardownWorld();
        world.Silos.Activations = 5;

        await world.RunAsync();

        CrashTests.AssertTornDown(world);
        Assert.Contains(world.Teardowns.History, row => CodeOf(row, StepNames.ClearShopGrain) == "awaiting-actors");
        Assert.Equal(1, world.Claims().Steps.Single(step => step.Name == StepNames.ClearShopGrain).Attempts);
    }

    [Fact]
    public async Task Certificate_claims_caches_that_were_counted_and_none_when_the_step_was_waived()
    {
        var world = new TeardownWorld();
        await world.RunAsync();
        Assert.Equal(
            ["all-silos-caches", "shared-cache:redis"],
            world.Claims().Boundary.Covers.Where(place => place.Contains("cache", StringComparison.Ordinal)));

        var waived = new TeardownWorld();
        waived.Shared.Down = int.MaxValue;
        await waived.RunAsync(atMost: TimeSpan.FromHours(1));

        await AssertWaivedAsync(waived);
    }

    // Cleared it is, but nobody can count it any more: without this the teardown would wait for ever.
    [Fact]
    public async Task Cache_that_is_gone_for_good_once_it_was_cleared_is_waived_while_the_verification_waits_for_it()
    {
        var world = new TeardownWorld();
        world.Faults.OnPoint = place =>
        {
            if (world.Faults.Passed[place] == "before erasure.rest") world.Shared.Down = int.MaxValue;
        };
        var waits = await world.RunAsync(atMost: TimeSpan.FromHours(1));
        Assert.NotNull(waits.At);
        Assert.Equal(StepStatus.Done, SagaRules.ProgressOf(world.Row, StepNames.ClearCaches).Status);
        Assert.Equal("cache-unreachable", CodeOf(world.Row, StepNames.VerifyResidue));

        await AssertWaivedAsync(world);
    }

    [Fact]
    public async Task Cache_that_answers_is_not_waived_while_the_verification_stands_for_something_else()
    {
        var world = new TeardownWorld();
        var counts = 0;
        world.Faults.OnPoint = place =>
        {
            if (world.Faults.Passed[place] != "before files.count" || ++counts != 2) return;
            world.Faults.Throw("files.count", () => new InvalidOperationException("no"), times: 1_000);
        };
        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal(
            TeardownOrderOutcome.Done,
            await new OperatorOrders(world).WaiveAsync(StepNames.ClearCaches, WaiverCodes.AcceptedByLegal));
    }

    private static async Task AssertWaivedAsync(TeardownWorld world)
    {
        Assert.Equal(
            TeardownOrderOutcome.Accepted,
            await new OperatorOrders(world).WaiveAsync(StepNames.ClearCaches, WaiverCodes.AcceptedByLegal));
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        var claims = world.Claims();
        Assert.Equal("complete-with-exceptions", claims.Result);
        Assert.Equal("waived", world.OutcomeOf(StepNames.ClearCaches));
        var left = Assert.Single(claims.NotErased);
        Assert.Equal(
            (StepNames.ClearCaches, "unknown", WaiverCodes.AcceptedByLegal), (left.Step, left.Kind, left.Reason));
        Assert.DoesNotContain(
            claims.Boundary.Covers, place => place.Contains("cache", StringComparison.Ordinal));
    }

    private static string? CodeOf(TeardownRecord row, string step) =>
        row.Steps.FirstOrDefault(progress => progress.Name == step)?.LastCode;
}
