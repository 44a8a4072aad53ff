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
        waived.Teardowns.Row = waived.Row with
        {
            Steps =
            [
                .. waived.Row.Steps.Select(step => step.Name == StepNames.ClearCaches
                    ? step with { Status = StepStatus.Waived, Outcome = "waived" }
                    : step),
            ],
            NextAttemptAt = waived.Time.GetUtcNow(),
        };

        Assert.Equal(AdvanceState.Gone, (await waived.RunAsync()).State);
        Assert.Equal("complete-with-exceptions", waived.Claims().Result);
        Assert.DoesNotContain(
            waived.Claims().Boundary.Covers, place => place.Contains("cache", StringComparison.Ordinal));
    }

    private static string? CodeOf(TeardownRecord row, string step) =>
        row.Steps.FirstOrDefault(progress => progress.Name == step)?.LastCode;
}
