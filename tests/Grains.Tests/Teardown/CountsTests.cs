using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Teardown;

/// <summary>What a step erased stands in the certificate, whatever fails after it.</summary>
public sealed class CountsTests
{
    [Theory]
    [InlineData("jobs.abandon")]
    [InlineData("erasure.deliveries")]
    [InlineData("erasure.jobs")]
    [InlineData("erasure.batch")]
    [InlineData("erasure.rest")]
    [InlineData("erasure.truncate")]
    public async Task Counts_when_a_call_fails_again_and_again_are_those_of_a_teardown_without_a_failure(string call)
    {
        var world = new TeardownWorld();
        world.Faults.Throw(call, () => new StorageUnavailableException("busy"), times: 5);

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        AssertCounts(world);
    }

    [Fact]
    public async Task Counts_when_batches_fail_in_between_are_all_there()
    {
        var world = new TeardownWorld();
        var passed = 0;
        world.Faults.OnPoint = place =>
        {
            if (world.Faults.Passed[place] == "after erasure.batch" && ++passed % 2 == 1)
                world.Faults.Throw("erasure.batch", () => new StorageUnavailableException("busy"));
        };

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        AssertCounts(world);
    }

    [Theory]
    [InlineData("erasure.jobs", "jobs")]
    [InlineData("erasure.batch", "api_logs")]
    public async Task Batch_of_another_process_begins_where_the_one_before_it_ended(string call, string first)
    {
        var world = new TeardownWorld();
        world.Data[world.Installation, "jobs"] = 7;
        for (var death = 0; death < 3; death++) await world.RunUntilAsync(world.Start(), $"before {call}");
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        var batches = world.Data.Batches.Where(batch => batch.Of == first).ToList();
        Assert.True(batches.Count > 3, $"{batches.Count} batches say nothing.");
        Assert.Null(batches[0].After);
        Assert.All(
            batches.Zip(batches.Skip(1)), pair => Assert.Equal(pair.First.Place, pair.Second.After));
    }

    [Fact]
    public async Task Purge_when_the_log_can_not_be_truncated_stalls_with_its_counts_until_an_operator_says_so()
    {
        var world = new TeardownWorld();
        world.Faults.Throw(
            "erasure.truncate",
            () => new StorageUnavailableException("busy"),
            times: world.Options.MaximumAttempts);
        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);
        Assert.Equal(OutcomeCodes.StorageUnavailable, world.Row.StalledBecause);
        Assert.Null(world.Teardowns.Certificate);

        world.Teardowns.Store(SagaRules.Resume(world.Row, world.Time.GetUtcNow()));
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        AssertCounts(world);
    }

    // Many teardowns at once kept each other's log busy, and some stalled for it.
    [Fact]
    public async Task Purge_when_the_log_is_busy_for_long_waits_and_spends_no_attempt()
    {
        var world = new TeardownWorld();
        world.Faults.Throw(
            "erasure.truncate",
            () => new StorageUnavailableException("log-busy"),
            times: world.Options.MaximumAttempts * 3);

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        AssertCounts(world);
    }

    [Fact]
    public async Task Abandoned_jobs_are_told_though_the_purge_after_them_fails()
    {
        var world = new TeardownWorld();
        world.Jobs.IgnoresCancellation = true;
        world.Faults.Throw("erasure.jobs", () => new StorageUnavailableException("busy"), times: 2);

        await world.RunAsync();

        Assert.Equal(OutcomeCodes.Abandoned, world.OutcomeOf(StepNames.StopJobs));
    }

    private static void AssertCounts(TeardownWorld world)
    {
        CrashTests.AssertTornDown(world);
        Assert.Equal((1, 1), (Count(StepNames.StopJobs, "webhook_inbox"), Count(StepNames.StopJobs, "jobs")));
        Assert.Equal((5, 3), (Count(StepNames.PurgeData, "api_logs"), Count(StepNames.PurgeData, "sessions")));
        Assert.Equal(1, Count(StepNames.PurgeData, "installations"));

        long Count(string step, string store) => world.Claims().Steps
            .Single(claim => claim.Name == step).Counts.Single(count => count.Store == store).Count;
    }
}
