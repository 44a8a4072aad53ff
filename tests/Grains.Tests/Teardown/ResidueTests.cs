using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Teardown;

/// <summary>What is found left is erased again, visibly, or stalls the teardown.</summary>
public sealed class ResidueTests
{
    [Theory]
    [InlineData("webhook_inbox")]
    [InlineData("reminders")]
    [InlineData("api_logs")]
    [InlineData("grain_state")]
    public async Task Residue_that_turned_up_late_is_erased_in_another_round(string store)
    {
        var world = new TeardownWorld();
        PlantBeforeCounting(world, () => world.Data[world.Installation, store] = 3, times: 2);

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        CrashTests.AssertTornDown(world);
        Assert.Equal(3, world.Claims().Steps.Single(step => step.Name == StepNames.VerifyResidue).Attempts);
        Assert.Equal(3, world.Faults.Passed.Count(point => point == "before erasure.rest"));
        Assert.Contains(world.Teardowns.History, row => row.Steps.Any(step =>
            step is { Name: StepNames.PurgeData, Status: StepStatus.Pending, LastCode: OutcomeCodes.Residue }));
    }

    [Fact]
    public async Task Residue_rounds_run_every_erasing_step_again_and_never_ask_Shopify_again()
    {
        var world = new TeardownWorld();
        PlantBeforeCounting(world, () => world.Files[world.Installation] = 2, times: 1);

        await world.RunAsync();

        CrashTests.AssertTornDown(world);
        Assert.Equal(1, world.Shopify.Calls.Count(call => call == "uninstall"));
        var files = world.Claims().Participants.Single(claim => claim.Name == "files");
        Assert.Equal(6, files.Erased.Single().Count);
        foreach (var call in (string[])["shop.forget", "files.erase", "erasure.rest"])
            Assert.Equal(2, world.Faults.Passed.Count(point => point == "before " + call));

        // A batch, the look behind it that finds no more, and the look of the second round.
        Assert.Equal(3, world.Faults.Passed.Count(point => point == "before erasure.jobs"));
    }

    [Fact]
    public async Task Residue_that_stays_stalls_after_the_rounds_and_nothing_is_certified()
    {
        var world = new TeardownWorld();
        PlantBeforeCounting(world, () => world.Data[world.Installation, "webhook_inbox"] = 1, times: 1_000);

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal(OutcomeCodes.Residue, world.Row.StalledBecause);
        Assert.Equal(
            world.Options.ResidueRounds, world.Row.Steps.Single(step => step.Name == StepNames.VerifyResidue).Attempts);
        Assert.Null(world.Teardowns.Certificate);
    }

    [Fact]
    public async Task Residue_in_a_cache_is_residue()
    {
        var world = new TeardownWorld();
        PlantBeforeCounting(world, () => world.Cache[world.Installation] = 1, times: 1);

        await world.RunAsync();

        CrashTests.AssertTornDown(world);
        var cleared = world.Claims().Steps.Single(step => step.Name == StepNames.ClearCaches).Counts;
        Assert.Equal(2, cleared.Single(count => count.Store == "cache:memory").Count);
    }

    [Fact]
    public async Task Certificate_names_every_store_that_was_counted_with_zero()
    {
        var world = new TeardownWorld();

        await world.RunAsync();

        var counted = world.Claims().Steps.Single(step => step.Name == StepNames.VerifyResidue).Counts;
        Assert.All(counted, count => Assert.Equal(0, count.Count));
        Assert.Contains("installations", counted.Select(count => count.Store));
        Assert.Contains("cache:memory", counted.Select(count => count.Store));
        Assert.Contains("participant:files", counted.Select(count => count.Store));
    }

    [Fact]
    public async Task Step_that_failed_before_it_is_sent_back_has_all_its_attempts_in_each_round()
    {
        var world = new TeardownWorld();
        world.Faults.Throw(
            "erasure.rest", () => new InvalidOperationException("no"), world.Options.MaximumAttempts - 1);
        PlantBeforeCounting(world, () => world.Data[world.Installation, "api_logs"] = 1, times: 3);

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        CrashTests.AssertTornDown(world);
        Assert.Equal(4, world.Claims().Steps.Single(step => step.Name == StepNames.VerifyResidue).Attempts);
    }

    [Fact]
    public async Task Permit_of_a_call_of_unknown_outcome_is_waited_for_and_is_no_residue()
    {
        var world = new TeardownWorld(options: new TeardownOptions { ResidueRounds = 1 });
        world.Faults.OnPoint = place =>
        {
            if (world.Faults.Passed[place] == "before shopify.uninstall") world.Shopify.LosesAnswers = true;
            if (world.Faults.Passed[place] == "after shopify.uninstall") world.Shopify.LosesAnswers = false;
        };

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        CrashTests.AssertTornDown(world);
        Assert.Contains(world.Teardowns.History, row => row.Steps.Any(
            step => step is { Name: StepNames.PurgeData, LastCode: OutcomeCodes.AwaitingPermit }));
        Assert.Equal(1, world.Claims().Steps.Single(step => step.Name == StepNames.VerifyResidue).Attempts);
        Assert.Equal(0, world.Permits.Rows);
    }

    private static void PlantBeforeCounting(TeardownWorld world, Action plant, int times) =>
        world.Faults.OnPoint = place =>
        {
            if (world.Faults.Passed[place] == "before residue.count" && times-- > 0) plant();
        };
}
