using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Teardown;

/// <summary>Participants that are registered when a teardown has already asked those that were there.</summary>
public sealed class LateParticipantTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Store_keyed_by_shop_that_came_during_the_verification_keeps_the_newer_stays_data_and_is_told(
        bool hasEnded, bool somethingElseIsLeft)
    {
        var world = new TeardownWorld();
        await StandInVerificationAsync(world);
        var search = Register(world, KeyedBy.Shop);
        var newer = InstallationId.New(world.Time.GetUtcNow());
        if (hasEnded) world.Teardowns.Earlier.Add(world.Row with { Installation = newer, Generation = 2 });
        else world.Installations.Begin(newer);
        if (somethingElseIsLeft) world.Data[world.Installation, "api_logs"] = 2;

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        AssertUntouched(world, search);
        Assert.Equal(somethingElseIsLeft ? 2 : 1, world.Faults.Passed.Count(point => point == "before files.erase"));
    }

    [Fact]
    public async Task Store_keyed_by_shop_that_came_while_another_is_erased_keeps_the_newer_stays_data_and_is_told()
    {
        var world = new TeardownWorld();
        world.Faults.Throw("files.erase", () => new ParticipantBusyException(TimeSpan.FromHours(2)), times: 1);
        await world.RunAsync(atMost: TimeSpan.FromHours(1));
        var search = Register(world, KeyedBy.Shop);
        world.Installations.Begin(InstallationId.New(world.Time.GetUtcNow()));

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        AssertUntouched(world, search);
    }

    [Theory]
    [InlineData(KeyedBy.Shop, false)]
    [InlineData(KeyedBy.Installation, false)]
    [InlineData(KeyedBy.Installation, true)]
    public async Task Store_that_came_late_and_can_hold_nothing_of_a_newer_stay_is_erased(KeyedBy keyedBy, bool isNewer)
    {
        var world = new TeardownWorld();
        await StandInVerificationAsync(world);
        var search = Register(world, keyedBy);
        if (isNewer) world.Installations.Begin(InstallationId.New(world.Time.GetUtcNow()));

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        CrashTests.AssertTornDown(world);
        Assert.Equal(0, search[world.Installation]);
        Assert.Contains("search", world.Claims().Participants.Select(claim => claim.Name));
    }

    [Fact]
    public async Task Store_keyed_by_shop_that_was_there_from_the_start_is_erased_however_soon_the_merchant_is_back()
    {
        var world = new TeardownWorld();
        var search = Register(world, KeyedBy.Shop);
        world.Installations.Begin(InstallationId.New(world.Time.GetUtcNow()));

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        CrashTests.AssertTornDown(world);
        Assert.Equal(0, search[world.Installation]);
    }

    private static async Task StandInVerificationAsync(TeardownWorld world)
    {
        world.Faults.OnPoint = place =>
        {
            if (world.Faults.Passed[place] != "before residue.count") return;
            world.Faults.OnPoint = null;
            world.Faults.Throw("files.count", () => new ParticipantBusyException(TimeSpan.FromHours(2)));
        };
        await world.RunAsync(atMost: TimeSpan.FromHours(1));
        Assert.Equal(StepStatus.Running, SagaRules.ProgressOf(world.Row, StepNames.VerifyResidue).Status);
    }

    private static MemoryParticipant Register(TeardownWorld world, KeyedBy keyedBy)
    {
        var search = new MemoryParticipant(world.Faults, "search") { KeyedBy = keyedBy, [world.Installation] = 5 };
        world.Participants.Add(search);
        return search;
    }

    private static void AssertUntouched(TeardownWorld world, MemoryParticipant search)
    {
        Assert.Equal(5, search[world.Installation]);
        Assert.DoesNotContain(
            world.Faults.Passed, point => point.StartsWith("before search.", StringComparison.Ordinal));
        Assert.IsType<CertificateVerdict.CompleteWithExceptions>(world.Verdict());
        var told = Assert.Single(world.Claims().NotErased);
        Assert.Equal(
            (StepNames.VerifyResidue, "participant:search", "unknown", LateParticipants.NewerStay),
            (told.Step, told.Store, told.Kind, told.Reason));
        Assert.Null(told.Count);
    }
}
