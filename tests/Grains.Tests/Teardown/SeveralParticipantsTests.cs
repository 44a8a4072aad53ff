using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Teardown;

/// <summary>Several participants in one step: each with a progress of its own, none held up by another.</summary>
public sealed class SeveralParticipantsTests
{
    [Fact]
    public async Task Participant_that_is_given_up_stalls_the_step_by_name_only_once_the_others_have_erased()
    {
        var world = With("mail", "search", "zebra");
        world.Faults.Throw("search.erase", () => new InvalidOperationException("no"), times: 1_000);

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal("participant-failed:search", world.Row.StalledBecause);
        var step = Step(world.Row, StepNames.EraseParticipants);
        Assert.Equal(
            [
                ("files", ParticipantState.Erased, 0), ("mail", ParticipantState.Erased, 0),
                ("search", ParticipantState.Failed, world.Options.ParticipantAttempts),
                ("zebra", ParticipantState.Erased, 0),
            ],
            step.Asked.Select(asked => (asked.Name, asked.State, asked.Attempts)));
        Assert.Equal(["files", "mail", "zebra"], step.Participants.Select(result => result.Name).Order());
        // The others were asked once, however often the one was.
        Assert.Equal(1, world.Faults.Passed.Count(point => point == "before zebra.erase"));
    }

    [Fact]
    public async Task Participants_that_fail_together_are_all_named_and_an_operators_order_tries_just_these_again()
    {
        var world = With("mail", "search");
        world.Faults.Throw("search.plan", () => new InvalidOperationException("no"), times: 30);
        world.Faults.Throw("mail.count", () => new InvalidOperationException("no"), times: 30);
        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);
        Assert.Equal("participants-failed:mail/search", world.Row.StalledBecause);

        world.Teardowns.Store(SagaRules.Resume(world.Row, world.Time.GetUtcNow()));
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        CrashTests.AssertTornDown(world);
        // What mail had erased before its count failed is not asked for again, and stands in the certificate.
        Assert.Equal(1, world.Faults.Passed.Count(point => point == "before mail.erase"));
        Assert.Equal(3, world.Claims().Participants.Single(claim => claim.Name == "mail").Erased.Single().Count);
    }

    [Fact]
    public async Task Participant_that_is_busy_for_longer_than_is_waited_fails_in_sight()
    {
        var world = With("search");
        world.Faults.Throw("search.erase", () => new ParticipantBusyException(TimeSpan.FromHours(1)), times: 1_000);

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal("participant-busy-too-long:search", world.Row.StalledBecause);
    }

    [Fact]
    public async Task Participant_that_is_not_registered_any_more_stalls_the_step_it_has_not_settled()
    {
        var world = With("search");
        world.Faults.Throw("search.erase", () => new ParticipantBusyException(TimeSpan.FromDays(1)), times: 1);
        await world.RunAsync(atMost: TimeSpan.FromHours(1));
        world.Participants.RemoveAll(participant => participant.Name == "search");

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal("participant-not-registered:search", world.Row.StalledBecause);
    }

    [Fact]
    public async Task Store_keyed_by_shop_that_is_settled_is_not_asked_again_when_something_else_is_left()
    {
        var world = With("search");
        var search = world.Participants.OfType<MemoryParticipant>().Single(one => one.Name == "search");
        search.KeyedBy = KeyedBy.Shop;
        var planted = false;
        world.Faults.OnPoint = place =>
        {
            if (planted || world.Faults.Passed[place] != "before residue.count") return;
            planted = true;
            world.Data[world.Installation, "api_logs"] = 2;
            // By now the store holds what the next stay wrote, under the same key.
            search[world.Installation] = 5;
        };

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        Assert.True(planted);
        Assert.Equal(5, search[world.Installation]);
        Assert.Equal(2, world.Faults.Passed.Count(point => point == "before files.erase"));
        Assert.Equal(1, world.Faults.Passed.Count(point => point == "before search.erase"));
    }

    [Fact]
    public async Task Store_keyed_by_shop_is_asked_only_once_the_stay_before_is_settled_there()
    {
        var world = With("search");
        world.Participants.OfType<MemoryParticipant>().Single(one => one.Name == "search").KeyedBy = KeyedBy.Shop;
        world.Teardowns.Row = world.Row with { Generation = 2 };
        var earlier = world.Row with { Id = Guid.CreateVersion7(world.Time.GetUtcNow()), Generation = 1 };
        world.Teardowns.Earlier.Add(earlier);

        await world.RunAsync(atMost: TimeSpan.FromMinutes(5));

        var asked = Step(world.Row, StepNames.EraseParticipants).Asked.Single(one => one.Name == "search");
        Assert.Equal(
            (ParticipantState.Waiting, ParticipantCodes.AwaitsEarlierStay, 0),
            (asked.State, asked.LastCode, asked.Attempts));
        Assert.DoesNotContain(
            world.Faults.Passed, point => point.StartsWith("before search.", StringComparison.Ordinal));
        world.Teardowns.Earlier.Clear();
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);
    }

    [Fact]
    public void Operation_ids_are_the_same_for_a_repetition_and_others_for_each_round_operation_step_and_participant()
    {
        var progress = new ParticipantProgress
        {
            Name = "search",
            State = ParticipantState.Waiting,
            Operation = ParticipantOperation.Erase,
        };
        var teardown = new Guid("0190a1b2-0000-7000-8000-000000000000");

        var ids = new[]
        {
            OperationIds.Of(teardown, StepNames.EraseParticipants, progress),
            OperationIds.Of(teardown, StepNames.EraseParticipants, progress with { Round = 2 }),
            OperationIds.Of(teardown, StepNames.EraseParticipants, progress with { Name = "mail" }),
            OperationIds.Of(
                teardown, StepNames.EraseParticipants, progress with { Operation = ParticipantOperation.Verify }),
            OperationIds.Of(teardown, StepNames.VerifyResidue, progress),
        };

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(
            ids[0], OperationIds.Of(teardown, StepNames.EraseParticipants, progress with { Attempts = 7 }));
        Assert.All(ids, id => Assert.Equal(67, id.Length));
    }

    private static TeardownWorld With(params string[] names)
    {
        var world = new TeardownWorld();
        foreach (var name in names)
            world.Participants.Add(new MemoryParticipant(world.Faults, name) { [world.Installation] = 3 });
        return world;
    }

    private static StepProgress Step(TeardownRecord row, string name) => row.Steps.Single(step => step.Name == name);
}
