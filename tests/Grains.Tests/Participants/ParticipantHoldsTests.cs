using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Participants;

/// <summary>
/// The next stay waits for a store keyed by shop until the one before is through with it, and no longer.
/// </summary>
public sealed class ParticipantHoldsTests
{
    [Fact]
    public async Task Participant_inside_the_shop_that_has_erased_holds_the_next_stay_no_more()
    {
        var world = KeyedByShop();
        Assert.Equal(["metafields"], await HeldAsync(world));
        world.Faults.Throw("zones.erase", () => new InvalidOperationException("no"), times: 1_000);

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal(
            StepStatus.Running, SagaRules.ProgressOf(world.Row, StepNames.RemoveShopResources).Status);
        Assert.Empty(await HeldAsync(world));
    }

    [Fact]
    public async Task Participant_inside_the_shop_that_is_waived_holds_the_next_stay_no_more()
    {
        var world = KeyedByShop();
        world.Faults.Throw("metafields.erase", () => new InvalidOperationException("no"), times: 1_000);
        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);
        Assert.Equal(["metafields"], await HeldAsync(world));

        await new OperatorOrders(world).WaiveAsync(
            StepNames.RemoveShopResources, WaiverCodes.ParticipantGone, "metafields");

        Assert.Empty(await HeldAsync(world));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Participant_inside_the_shop_whose_step_is_past_holds_the_next_stay_no_more(bool tokenIsDead)
    {
        var world = KeyedByShop();
        if (tokenIsDead) world.Shopify.LiveTokens.Remove(TeardownWorld.Token);
        world.Faults.Throw("files.erase", () => new InvalidOperationException("no"), times: 1_000);

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal(tokenIsDead ? 2 : 0, world.Metafields[world.Installation]);
        Assert.Empty(await HeldAsync(world));
    }

    [Fact]
    public async Task Participant_outside_the_shop_still_holds_the_next_stay_until_it_has_erased()
    {
        var world = new TeardownWorld();
        world.Files.KeyedBy = KeyedBy.Shop;
        world.Faults.Throw("files.erase", () => new InvalidOperationException("no"), times: 1_000);

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal(["files"], await HeldAsync(world));
    }

    private static TeardownWorld KeyedByShop()
    {
        var world = new TeardownWorld();
        world.Metafields.KeyedBy = KeyedBy.Shop;
        world.Participants.Add(new MemoryParticipant(world.Faults, "zones", insideShop: true));
        return world;
    }

    private static async Task<string[]> HeldAsync(TeardownWorld world)
    {
        var holds = new ParticipantHolds(new ParticipantRoster(world.Participants), world.Teardowns);
        var next = world.Row.Generation + 1;
        var found = await holds.FindAsync(TeardownWorld.Shop, next, TestContext.Current.CancellationToken);
        return [.. found.Select(hold => hold.Participant)];
    }
}
