using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Teardown;

public sealed class TeardownPlanTests
{
    [Fact]
    public void Plan_names_each_step_once_in_kebab_case_and_certifies_last()
    {
        Assert.Equal(TeardownPlan.Order.Length, TeardownPlan.Order.Distinct().Count());
        Assert.All(TeardownPlan.Order, name => Assert.Matches(@"\A[a-z]+(-[a-z]+)*\z", name));
        Assert.Equal(StepNames.Certify, TeardownPlan.Order[^1]);
        Assert.Equal(StepNames.VerifyResidue, TeardownPlan.Order[^2]);
        Assert.Empty(TeardownPlan.ErasingSteps.Except(TeardownPlan.Order));
    }

    [Fact]
    public void Plan_with_a_name_twice_is_refused()
    {
        var steps = new TeardownWorld().Steps().ToList();

        var twice = Assert.Throws<InvalidOperationException>(() => new TeardownPlan([.. steps, steps[0]]));
        Assert.Contains(steps[0].Name, twice.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new TeardownPlan(
            steps, [.. TeardownPlan.Order, TeardownPlan.Order[0]], TeardownPlan.Retired));
        Assert.Throws<InvalidOperationException>(() => new TeardownPlan(
            steps, TeardownPlan.Order, [TeardownPlan.Order[0]]));
    }

    [Fact]
    public void Plan_with_a_step_missing_or_too_many_is_refused()
    {
        var steps = new TeardownWorld().Steps().ToList();

        Assert.Throws<InvalidOperationException>(() => new TeardownPlan(steps.Skip(1)));
        Assert.Throws<InvalidOperationException>(() => new TeardownPlan([.. steps, new Step("another-one")]));
    }

    [Fact]
    public async Task Teardown_that_names_an_unknown_step_fails_loudly_and_is_left_as_it_is()
    {
        var world = new TeardownWorld();
        var row = world.Teardowns.Row = world.Row with { Steps = [Progress("step-of-the-future")] };

        var unknown = await Assert.ThrowsAsync<UnknownStepException>(() => world.RunAsync());

        Assert.Contains("step-of-the-future", unknown.Message, StringComparison.Ordinal);
        Assert.Same(row, world.Teardowns.Row);
    }

    [Fact]
    public void Teardown_that_is_past_a_retired_step_goes_on()
    {
        var plan = new TeardownPlan(
            new TeardownWorld().Steps(), TeardownPlan.Order, ImmutableArray.Create("close-fax"));
        var record = new TeardownWorld().Row with
        {
            Steps = [Progress("close-fax"), Progress(StepNames.ClearShopGrain)],
        };

        Assert.Equal(StepNames.StopJobs, plan.NextFor(record).Name);
    }

    [Fact]
    public void Next_step_goes_by_names_and_not_by_places()
    {
        var plan = new TeardownPlan(new TeardownWorld().Steps());
        var record = new TeardownWorld().Row with
        {
            Steps = [Progress(StepNames.StopJobs), Progress(StepNames.CloseWebhooks), Progress(StepNames.PurgeData)],
        };

        Assert.Equal(StepNames.ClearShopGrain, plan.NextFor(record).Name);
    }

    [Fact]
    public void Next_step_when_all_are_recorded_as_done_is_to_certify()
    {
        var plan = new TeardownPlan(new TeardownWorld().Steps());
        var record = new TeardownWorld().Row with { Steps = [.. TeardownPlan.Order.Select(Progress)] };

        Assert.Equal(StepNames.Certify, plan.NextFor(record).Name);
    }

    [Fact]
    public void Backoff_doubles_from_the_first_wait_to_the_longest()
    {
        var options = new TeardownOptions();

        Assert.Equal(TimeSpan.FromSeconds(1), SagaRules.Backoff(1, options));
        Assert.Equal(TimeSpan.FromSeconds(8), SagaRules.Backoff(4, options));
        Assert.Equal(options.RetryMaximum, SagaRules.Backoff(10, options));
        Assert.Equal(options.RetryMaximum, SagaRules.Backoff(int.MaxValue, options));
    }

    private static StepProgress Progress(string name) => new() { Name = name, Status = StepStatus.Done };

    private sealed class Step(string name) : ITeardownStep
    {
        public string Name => name;

        public Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
            StepContext context, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
