using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Teardown;

/// <summary>
/// The process dies right before and right after every effect of a teardown, and another one goes on.
/// </summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Teardown_when_nothing_happens_to_it_ends_certified_and_complete()
    {
        var world = new TeardownWorld();

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        AssertTornDown(world);
        Assert.All(world.Claims().Steps, step => Assert.Equal(1, step.Attempts));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Teardown_when_the_process_dies_at_any_point_ends_certified_with_no_step_skipped(bool confirming)
    {
        var points = await CountPointsAsync(confirming);
        Assert.True(points > 60, $"only {points} points were passed");

        for (var point = 0; point < points; point++)
        {
            var world = New(confirming);
            var work = world.Start();
            world.Faults.DiesAt = point;
            await Assert.ThrowsAsync<ProcessDiedException>(() => world.RunAsync(work));
            if (world.Teardowns.Certificate is null) await AssertNothingIsSkippedAsync(world);

            Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);
            AssertTornDown(world);
        }
    }

    [Fact]
    public async Task Teardown_when_the_process_dies_at_each_point_twice_ends_certified()
    {
        var points = await CountPointsAsync(confirming: false);
        for (var point = 0; point < points; point += 3)
        {
            var world = New(confirming: false);
            var work = world.Start();
            world.Faults.DiesAt = point;
            await Assert.ThrowsAsync<ProcessDiedException>(() => world.RunAsync(work));
            work = world.Start();
            world.Faults.DiesAt = world.Faults.Passed.Count + 3;
            await Record.ExceptionAsync(() => world.RunAsync(work));

            Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);
            AssertTornDown(world);
        }
    }

    [Fact]
    public async Task Teardown_when_any_call_throws_once_tries_again_and_ends_certified()
    {
        var world = New(confirming: false);
        await world.RunAsync();
        var calls = world.Faults.Passed.Where(point => point.StartsWith("before ", StringComparison.Ordinal))
            .Select(point => point["before ".Length..])
            .Where(call => !call.StartsWith("teardowns", StringComparison.Ordinal))
            .Distinct();

        foreach (var call in calls)
        {
            world = New(confirming: false);
            world.Faults.Throw(call, () => new InvalidOperationException(TeardownWorld.Shop.Value));

            Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);
            AssertTornDown(world);
            Assert.DoesNotContain(world.Teardowns.History, row => row.Status == TeardownStatus.Stalled);
        }
    }

    [Fact]
    public async Task Step_when_it_takes_the_process_down_each_time_stalls_as_interrupted()
    {
        var world = New(confirming: false);
        for (var crash = 0; crash < world.Options.MaximumAttempts; crash++)
        {
            var work = world.Start();
            world.Decorate = step => step;
            await world.RunUntilAsync(work, "before shop.forget");
        }

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);
        Assert.Equal(OutcomeCodes.Interrupted, world.Row.StalledBecause);
        Assert.Null(world.Row.NextAttemptAt);
    }

    [Fact]
    public async Task Step_when_it_fails_at_every_attempt_stalls_after_the_limit_and_says_why()
    {
        var world = New(confirming: false);
        world.Faults.Throw("erasure.rest", () => new InvalidOperationException("no"), times: 100);
        var began = world.Time.GetUtcNow();

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        var step = world.Row.Steps.Single(step => step.Name == StepNames.PurgeData);
        Assert.Equal(world.Options.MaximumAttempts, step.Attempts);
        Assert.Equal(OutcomeCodes.Unexpected, world.Row.StalledBecause);
        Assert.InRange(world.Time.GetUtcNow() - began, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30));
        Assert.DoesNotContain(world.Row.Steps, step => step.Name == StepNames.VerifyResidue);
    }

    [Fact]
    public async Task Two_processes_that_take_turns_at_one_teardown_end_it_certified_once()
    {
        var world = New(confirming: true);
        var first = world.Start();
        var second = world.Start();

        for (var piece = 0; piece < 500 && world.Teardowns.Row is not null; piece++)
        {
            var advance = await (piece % 2 == 0 ? first : second).AdvanceAsync(
                world.Installation, TestContext.Current.CancellationToken);
            if (advance.At is { } at && at > world.Time.GetUtcNow()) world.Time.Advance(at - world.Time.GetUtcNow());
        }

        AssertTornDown(world);
    }

    [Fact]
    public async Task Outcome_when_another_process_wrote_meanwhile_is_dropped_and_the_row_read_again()
    {
        var world = New(confirming: false);
        var written = false;
        world.Faults.OnPoint = place =>
        {
            if (written || world.Faults.Passed[place] != "after shop.forget") return;
            written = true;
            world.Teardowns.Store(world.Row);
        };

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        AssertTornDown(world);
        Assert.Equal(2, world.Claims().Steps[0].Attempts);
    }

    // Two activations of one teardown refused each other's outcomes at once, again and again, until all attempts of the
    // step were spent and it stood stalled.
    [Fact]
    public async Task Instance_that_another_outran_in_a_step_says_so_instead_of_beginning_it_again()
    {
        var world = New(confirming: false);
        var work = world.Start();
        world.Faults.OnPoint = place =>
        {
            if (world.Faults.Passed[place] == "after shop.forget") world.Teardowns.Store(world.Row);
        };

        var advance = await work.AdvanceAsync(world.Installation, TestContext.Current.CancellationToken);

        Assert.Equal(AdvanceState.Outrun, advance.State);
        Assert.Equal(StepStatus.Running, world.Row.Steps.Single().Status);
        Assert.Equal(1, world.Row.Steps.Single().Attempts);
    }

    internal static void AssertTornDown(TeardownWorld world)
    {
        Assert.IsType<CertificateVerdict.Complete>(world.Verdict());
        Assert.Equal([.. TeardownPlan.Order], world.Claims().Steps.Select(step => step.Name));
        AssertErasedHere(world);
        Assert.False(world.Shopify.IsInstalled);
        Assert.DoesNotContain(world.Shopify.Repeatable, call => call != "probe");
        Assert.Equal(0, world.Metafields[world.Installation]);
    }

    internal static void AssertErasedHere(TeardownWorld world)
    {
        Assert.Equal(0, world.Data.Total(world.Installation));
        Assert.Equal(0, world.Files[world.Installation]);
        Assert.Equal(0, world.Cache[world.Installation]);
        Assert.Equal(0, world.Silos.Other[world.Installation]);
        Assert.Equal(0, world.Shared[world.Installation]);
        Assert.Equal(0, world.Jobs.Running);
        Assert.False(world.Actors.Grants.ContainsKey(world.Installation));

        Assert.Equal(16, world.Data.Total(world.Neighbour));
        Assert.Equal(4, world.Files[world.Neighbour]);
        Assert.Equal(1, world.Cache[world.Neighbour]);
        Assert.Equal(3, world.Shared[world.Neighbour]);
        Assert.Equal("neighbour-token", world.Actors.Grants[world.Neighbour]);
    }

    private static TeardownWorld New(bool confirming)
    {
        var world = new TeardownWorld(confirming);
        // The merchant's uninstall has closed everything at Shopify already.
        if (!confirming) return world;
        world.Shopify.Uninstall();
        world.Metafields.LastKnown = [new StoreCount { Store = "documents", Count = 0 }];
        world.Metafields[world.Installation] = 0;
        return world;
    }

    private static async Task<int> CountPointsAsync(bool confirming)
    {
        var world = New(confirming);
        await world.RunAsync();
        return world.Faults.Passed.Count;
    }

    /// <summary>A step that is recorded as done is done: what comes before the first open one was run.</summary>
    private static Task AssertNothingIsSkippedAsync(TeardownWorld world)
    {
        var settled = world.Row.Steps
            .TakeWhile(step => step.Status == StepStatus.Done)
            .Select(step => step.Name)
            .ToList();
        Assert.Equal(TeardownPlan.Order.Take(settled.Count), settled);
        Assert.True(world.Row.Steps.Count <= settled.Count + 1);
        return Task.CompletedTask;
    }
}
