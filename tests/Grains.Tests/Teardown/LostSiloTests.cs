using System.Runtime.CompilerServices;
using Orleans.Runtime.Messaging;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Teardown;

/// <summary>Steps call actors on other silos, and silos are killed, hang and stop while they are called.</summary>
public sealed class LostSiloTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TeardownOptions Options = new();

    public static TheoryData<Exception> Faults =>
    [
        new SiloUnavailableException("gone"), new ConnectionFailedException("gone"), Rejection(),
    ];

    // Each killed silo cost the teardowns that called it an attempt, with the code of what nobody expects.
    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task Step_when_silos_that_it_calls_go_away_is_run_again_and_spends_no_attempt(Exception fault)
    {
        var world = new TeardownWorld();
        world.Faults.Throw("shop.forget", () => fault, times: 3);
        var began = world.Time.GetUtcNow();

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        CrashTests.AssertTornDown(world);
        var step = world.Claims().Steps.Single(step => step.Name == StepNames.ClearShopGrain);
        Assert.Equal(1, step.Attempts);
        Assert.InRange(world.Time.GetUtcNow() - began, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(30));
        Assert.Contains(world.Teardowns.History, row => LastOf(row).LastCode == OutcomeCodes.SiloGone);
        Assert.DoesNotContain(world.Teardowns.History, row => row.Status == TeardownStatus.Stalled);
    }

    [Fact]
    public async Task Step_whose_silos_go_away_without_end_stalls_and_says_so()
    {
        var world = new TeardownWorld();
        world.Faults.Throw("shop.forget", () => new SiloUnavailableException("gone"), times: 1_000);
        var began = world.Time.GetUtcNow();

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal(OutcomeCodes.SiloGone, world.Row.StalledBecause);
        Assert.Equal(world.Options.MaximumAttempts, LastOf(world.Row).Attempts);
        Assert.InRange(world.Time.GetUtcNow() - began, TimeSpan.FromMinutes(10), TimeSpan.FromHours(1));

        Assert.Equal(TeardownOrderOutcome.Accepted, await new OperatorOrders(world).RetryAsync());
        Assert.Equal((0, 0), (LastOf(world.Row).Attempts, LastOf(world.Row).SilosLost));
    }

    [Fact]
    public void Step_that_gets_on_between_loses_as_many_silos_as_it_meets()
    {
        var record = new TeardownWorld().Row;
        for (var run = 0; run < 100; run++)
        {
            record = Run(record, run % 5 == 4 ? new StepOutcome.Progressed($"{run}") : new StepOutcome.SiloLost());
            Assert.Equal((TeardownStatus.Running, 0), (record.Status, LastOf(record).Attempts));
        }
    }

    [Fact]
    public void Step_that_gets_on_between_is_killed_and_fails_as_often_as_it_likes()
    {
        var record = new TeardownWorld().Row;
        for (var round = 0; round < 100; round++)
        {
            for (var killed = 0; killed < 4; killed++)
                record = SagaRules.Begin(record, StepNames.ClearShopGrain, Now, Options);
            for (var failed = 0; failed < 4; failed++)
                record = Run(record, new StepOutcome.Failed(OutcomeCodes.StorageUnavailable));
            record = Run(record, new StepOutcome.Progressed($"{round}"));
            Assert.Equal((TeardownStatus.Running, 0), (record.Status, LastOf(record).Attempts));
        }
    }

    [Fact]
    public void Step_that_waits_between_counts_on()
    {
        var record = new TeardownWorld().Row;
        var runs = 0;
        for (; record.Status == TeardownStatus.Running && runs < 1_000; runs++)
        {
            record = Run(record, runs % 2 == 0
                ? new StepOutcome.SiloLost()
                : new StepOutcome.Snoozed(TimeSpan.FromSeconds(1), OutcomeCodes.AwaitingActors));
        }

        Assert.Equal((TeardownStatus.Stalled, OutcomeCodes.SiloGone), (record.Status, record.StalledBecause));
        Assert.Equal((4 * Options.MaximumAttempts) - 1, runs);
    }

    [Fact]
    public void Step_waits_longer_for_each_silo_that_goes_away()
    {
        var record = new TeardownWorld().Row;
        foreach (var seconds in (int[])[1, 2, 4, 8])
        {
            record = Run(record, new StepOutcome.SiloLost());
            Assert.Equal(Now.AddSeconds(seconds), record.NextAttemptAt);
        }
    }

    [Fact]
    public void Step_that_fails_beside_it_has_its_own_attempts()
    {
        var record = new TeardownWorld().Row;
        for (var run = 0; run < Options.MaximumAttempts; run++) record = Run(record, new StepOutcome.SiloLost());
        for (var run = 1; run < Options.MaximumAttempts; run++)
        {
            record = Run(record, new StepOutcome.Failed(OutcomeCodes.Unexpected));
            Assert.Equal((TeardownStatus.Running, run), (record.Status, LastOf(record).Attempts));
        }
    }

    // Only Orleans makes these.
    private static Exception Rejection() =>
        (Exception)RuntimeHelpers.GetUninitializedObject(typeof(OrleansMessageRejectionException));

    private static TeardownRecord Run(TeardownRecord record, StepOutcome outcome)
    {
        var begun = SagaRules.Begin(record, StepNames.ClearShopGrain, Now, Options);
        return SagaRules.Apply(begun, StepNames.ClearShopGrain, outcome, Now, Options);
    }

    private static StepProgress LastOf(TeardownRecord record) => record.Steps is [.., var last]
        ? last
        : new StepProgress { Name = "none", Status = StepStatus.Pending };
}
