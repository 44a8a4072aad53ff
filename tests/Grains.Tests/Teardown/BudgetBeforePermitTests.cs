using Shopkeeper.Grains.Tests.Teardown.World;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Tests.Teardown;

public sealed class BudgetBeforePermitTests
{
    [Fact]
    public async Task Teardown_when_it_calls_Shopify_waits_for_the_budget_before_it_holds_a_permit()
    {
        var world = new TeardownWorld();

        await world.RunAsync();

        Assert.NotEmpty(world.Gate.Reservations);
        Assert.All(world.Gate.Reservations, reservation =>
            Assert.Equal((CallPriority.Teardown, false), (reservation.Priority, reservation.PermitHeld)));
        Assert.All(world.Shopify.Reservations, reservation => Assert.NotNull(reservation));
    }
}
