using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>A teardown has data requests exported before what they ask for is erased, for a while.</summary>
public sealed class SettleRequestsTests
{
    [Fact]
    public async Task Teardown_without_a_data_request_has_nothing_to_settle()
    {
        var world = new TeardownWorld();

        await world.RunAsync();

        Assert.Equal(OutcomeCodes.NothingToDo, world.OutcomeOf(StepNames.SettleRequests));
        CrashTests.AssertTornDown(world);
    }

    [Fact]
    public async Task Teardown_waits_for_an_export_and_goes_on_once_it_is_made()
    {
        var world = new TeardownWorld { Requests = { Unexported = 2 } };

        await world.RunAsync();

        Assert.Equal(OutcomeCodes.Done, world.OutcomeOf(StepNames.SettleRequests));
        Assert.Equal(0, world.Requests.GivenUp);
        CrashTests.AssertTornDown(world);
    }

    [Fact]
    public async Task Teardown_whose_participants_never_answer_gives_the_export_up_and_certifies_that()
    {
        var world = new TeardownWorld { Requests = { Unexported = 1, IsStuck = true } };
        var began = world.Time.GetUtcNow();

        await world.RunAsync();

        Assert.Equal(1, world.Requests.GivenUp);
        Assert.Equal(OutcomeCodes.NotExported, world.OutcomeOf(StepNames.SettleRequests));
        Assert.InRange(
            world.Time.GetUtcNow() - began, world.Compliance.SettlePatience,
            world.Compliance.SettlePatience + TimeSpan.FromHours(1));
        CrashTests.AssertTornDown(world);
    }

    [Fact]
    public async Task Teardown_does_not_erase_at_a_participant_before_the_export_is_settled()
    {
        var world = new TeardownWorld { Requests = { Unexported = 1, IsStuck = true } };

        await world.RunAsync(atMost: TimeSpan.FromHours(1));

        Assert.Equal(4, world.Files[world.Installation]);
        var step = world.Row.Steps.Single(one => one.Name == StepNames.SettleRequests);
        Assert.Equal(OutcomeCodes.AwaitsExport, step.LastCode);
    }
}
