using Shopkeeper.Grains.Abstractions.RateBudget;
using Shopkeeper.Grains.RateBudget;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.RateBudget;

public sealed class PointsBudgetTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly PointsBudget _budget = new(new RateBudgetOptions(), Start);

    [Theory]
    [InlineData(CallPriority.Sync, 700)]
    [InlineData(CallPriority.App, 850)]
    [InlineData(CallPriority.Install, 950)]
    [InlineData(CallPriority.Teardown, 1000)]
    public void Bucket_when_one_priority_drains_it_keeps_the_share_of_those_above(CallPriority priority, int taken)
    {
        var count = 0;
        while (Take(priority, 10).Reservation != 0) count++;
        Assert.Equal(taken, count * 10);
    }

    [Fact]
    public void Teardown_when_a_sync_has_eaten_all_it_may_goes_at_once()
    {
        while (Take(CallPriority.Sync, 50).Reservation != 0)
        {
            // Until the sync has to wait.
        }

        for (var call = 0; call < 30; call++)
            Assert.NotEqual(0, Take(CallPriority.Teardown, 10).Reservation);
    }

    [Fact]
    public void Wait_when_the_bucket_is_low_is_as_long_as_it_takes_to_fill()
    {
        Tell(available: 100, maximum: 1000, rate: 50);
        Assert.Equal(TimeSpan.FromSeconds(1), Take(CallPriority.Teardown, 150).Wait);
        Assert.NotEqual(0, Take(CallPriority.Teardown, 150, after: 1).Reservation);
    }

    [Fact]
    public void Sync_when_a_teardown_waits_leaves_what_that_waits_for()
    {
        Tell(available: 350, maximum: 1000, rate: 50);
        Assert.Equal(0, Take(CallPriority.Teardown, 400).Reservation);
        Assert.Equal(0, Take(CallPriority.Sync, 10, after: 0.5).Reservation);
        Assert.NotEqual(0, Take(CallPriority.Teardown, 400, after: 1).Reservation);
    }

    [Fact]
    public void Call_that_costs_more_than_a_priority_may_use_goes_once_the_bucket_is_full()
    {
        Assert.NotEqual(0, Take(CallPriority.Sync, 900).Reservation);
        Assert.Equal(0, Take(CallPriority.Sync, 900).Reservation);
        Assert.NotEqual(0, Take(CallPriority.Sync, 900, after: 20).Reservation);
    }

    [Fact]
    public void Answer_when_it_tells_the_bucket_corrects_it_less_what_is_under_way()
    {
        var first = Take(CallPriority.Sync, 100);
        Take(CallPriority.Sync, 100);
        _budget.Settle(
            new BudgetReport { Reservation = first.Reservation, Available = 400, Maximum = 2000, RestoreRate = 100 },
            Start);
        Assert.NotEqual(0, Take(CallPriority.Teardown, 300).Reservation);
        Assert.Equal(TimeSpan.FromSeconds(1), Take(CallPriority.Teardown, 100).Wait);
    }

    [Fact]
    public void Call_that_Shopify_refused_gives_its_points_back()
    {
        var refused = Take(CallPriority.Teardown, 900);
        Assert.Equal(0, Take(CallPriority.Teardown, 900).Reservation);
        _budget.Settle(new BudgetReport { Reservation = refused.Reservation, Unspent = true }, Start);
        Assert.NotEqual(0, Take(CallPriority.Teardown, 900).Reservation);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(500.0)]
    public void Bucket_when_a_call_was_throttled_is_shut_for_every_priority_until_it_may_be_asked(double? available)
    {
        _budget.Settle(
            new BudgetReport { ThrottledFor = TimeSpan.FromSeconds(3), Available = available }, Start);
        Assert.Equal(TimeSpan.FromSeconds(3), Take(CallPriority.Teardown, 10).Wait);
        Assert.Equal(0, Take(CallPriority.Teardown, 10, after: 2.9).Reservation);
        Assert.NotEqual(0, Take(CallPriority.Teardown, 10, after: 3).Reservation);
    }

    [Fact]
    public void Shop_whose_calls_are_held_to_be_malicious_has_none_made_but_a_merchants_and_a_teardowns()
    {
        _budget.Settle(new BudgetReport { RejectedFor = TimeSpan.FromHours(1) }, Start);
        _budget.Settle(new BudgetReport { RejectedFor = TimeSpan.FromMinutes(1) }, Start);
        foreach (var held in (CallPriority[])[CallPriority.Sync, CallPriority.App])
        {
            Assert.Equal(TimeSpan.FromHours(1), Take(held, 10).HeldFor);
            Assert.Equal(TimeSpan.FromSeconds(1), Take(held, 10, after: 3599).HeldFor);
            Assert.Equal(0, Take(held, 10, after: 3599).Reservation);
        }

        Assert.NotEqual(0, Take(CallPriority.Install, 10, after: 3599).Reservation);
        Assert.NotEqual(0, Take(CallPriority.Teardown, 10, after: 3599).Reservation);
        Assert.NotEqual(0, Take(CallPriority.Sync, 10, after: 3600).Reservation);
    }

    [Fact]
    public void Call_that_never_tells_its_end_is_forgotten_after_a_while()
    {
        Take(CallPriority.Teardown, 600);
        _budget.Settle(new BudgetReport { Available = 900 }, Start.AddSeconds(29));
        Assert.Equal(0, Take(CallPriority.Teardown, 700, after: 29).Reservation);
        _budget.Settle(new BudgetReport { Available = 900 }, Start.AddSeconds(31));
        Assert.NotEqual(0, Take(CallPriority.Teardown, 700, after: 31).Reservation);
    }

    private BudgetReply Take(CallPriority priority, double points, double after = 0) =>
        _budget.Take(new BudgetRequest { Priority = priority, Points = points }, Start.AddSeconds(after));

    private void Tell(double available, double maximum, double rate) => _budget.Settle(
        new BudgetReport { Available = available, Maximum = maximum, RestoreRate = rate }, Start);
}
