using Shopkeeper.Grains.Teardown;
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

    [Fact]
    public async Task Teardown_when_its_token_is_replaced_while_it_waits_for_the_budget_uses_the_new_one()
    {
        var world = new TeardownWorld();
        var waits = 0;
        world.Gate.WhileWaiting = () =>
        {
            var next = $"token-{++waits}";
            world.Shopify.LiveTokens.Clear();
            world.Shopify.LiveTokens.Add(next);
            world.Actors.Grants[world.Installation] = next;
        };

        var lent = 0;
        world.Faults.OnPoint = place =>
        {
            if (world.Faults.Passed[place] == "before metafields.erase") lent = waits;
        };

        await world.RunAsync();

        Assert.Equal(OutcomeCodes.Done, world.OutcomeOf(StepNames.RevokeAccess));
        Assert.Equal($"token-{lent}", Assert.Single(world.Metafields.Tokens.Distinct()));
    }
}
