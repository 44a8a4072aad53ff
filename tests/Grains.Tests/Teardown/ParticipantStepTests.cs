using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Teardown;

/// <summary>Participants that are busy, throw, lie, hang or can't count.</summary>
public sealed class ParticipantStepTests
{
    [Fact]
    public async Task Participant_that_counts_zero_afterwards_is_verified_with_what_it_erased()
    {
        var world = new TeardownWorld();

        await world.RunAsync();

        var claims = world.Claims().Participants;
        Assert.Equal(["metafields", "files"], claims.Select(claim => claim.Name));
        Assert.All(claims, claim => Assert.Equal("verified", claim.Assurance));
        Assert.Equal(4, claims[1].Erased.Single().Count);
        Assert.Equal([TeardownWorld.Token], world.Metafields.Tokens);
        Assert.Empty(world.Files.Tokens);
    }

    [Fact]
    public async Task Participant_that_cannot_count_is_attested_and_no_more()
    {
        var world = new TeardownWorld();
        world.Files.CanCount = false;

        await world.RunAsync();

        Assert.Equal("attested", world.Claims().Participants.Single(claim => claim.Name == "files").Assurance);
    }

    [Fact]
    public async Task Participant_that_is_busy_is_asked_again_when_it_says_and_spends_no_attempt()
    {
        var world = new TeardownWorld();
        world.Faults.Throw("files.erase", () => new ParticipantBusyException(TimeSpan.FromMinutes(20)), times: 15);
        var began = world.Time.GetUtcNow();

        await world.RunAsync();

        CrashTests.AssertTornDown(world);
        Assert.True(world.Time.GetUtcNow() - began >= TimeSpan.FromMinutes(300));
        Assert.Equal(1, world.Claims().Steps.Single(step => step.Name == StepNames.EraseParticipants).Attempts);
    }

    [Theory]
    [InlineData("files.plan")]
    [InlineData("files.erase")]
    [InlineData("files.count")]
    [InlineData("metafields.plan")]
    [InlineData("metafields.erase")]
    [InlineData("metafields.count")]
    public async Task Participant_that_throws_is_tried_again_and_stalls_after_the_limit(string call)
    {
        var world = new TeardownWorld();
        world.Faults.Throw(call, () => new InvalidOperationException("secret@example.com"), times: 3);
        await world.RunAsync();
        CrashTests.AssertTornDown(world);

        world = new TeardownWorld();
        world.Faults.Throw(call, () => new InvalidOperationException("secret@example.com"), times: 100);
        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);
        Assert.Equal($"participant-failed:{call.Split('.')[0]}", world.Row.StalledBecause);
    }

    [Fact]
    public async Task Participant_that_lies_about_its_erasure_stalls_the_teardown_visibly()
    {
        var world = new TeardownWorld();
        world.Files.Lies = true;

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal("participant-residue:files", world.Row.StalledBecause);
        Assert.Null(world.Teardowns.Certificate);
    }

    [Fact]
    public async Task Participant_that_never_comes_back_is_a_failure_and_not_the_end_of_the_teardown()
    {
        var world = new TeardownWorld(options: new TeardownOptions { ParticipantAttempts = 1 });
        // The others would be cut off too by a clock that runs ahead of them.
        world.Participants.Remove(world.Metafields);
        var hang = new TaskCompletionSource();
        world.Files.Hang = hang.Task;
        var run = world.RunAsync();
        while (!run.IsCompleted)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(AdvanceState.Stalled, (await run).State);
        Assert.Equal("participant-timed-out:files", world.Row.StalledBecause);
        hang.SetResult();
    }

    [Fact]
    public async Task Participant_inside_the_shop_that_meets_a_401_leaves_the_rest_in_the_shop()
    {
        var world = new TeardownWorld();
        world.Metafields.LosesAccess = true;

        await world.RunAsync();

        var left = Assert.Single(world.Claims().NotErased);
        Assert.Equal((OutcomeCodes.LeftInShop, 2), (left.Reason, left.Count));
        Assert.Equal(0, world.Permits.Outstanding);
    }

    [Theory]
    [InlineData("Müllers Liste", 1)]
    [InlineData("documents", -1)]
    public async Task Participant_whose_answer_is_no_code_or_count_stalls_and_is_not_certified(string kind, long count)
    {
        var world = new TeardownWorld();
        world.Participants.Add(new OddParticipant(kind, count));

        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal("participant-answer-invalid:odd", world.Row.StalledBecause);
    }

    [Fact]
    public async Task Participant_that_is_registered_after_its_step_was_done_is_found_by_the_residue_and_erased()
    {
        var world = new TeardownWorld();
        var late = new MemoryParticipant(world.Faults, "search") { [world.Installation] = 3 };
        await world.RunUntilAsync(world.Start(), "before residue.count");
        world.Participants.Add(late);

        // A step that is over is not taken up again; what the newcomer holds is found when the residue is counted.
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        Assert.Equal(0, late[world.Installation]);
        CrashTests.AssertTornDown(world);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Participant_deployed_during_its_step_is_asked_though_its_name_comes_first(bool insideShop)
    {
        var world = new TeardownWorld();
        var running = insideShop ? world.Metafields : world.Files;
        // Another one waits behind it, so the step is still open when the newcomer is deployed.
        world.Participants.Add(new MemoryParticipant(world.Faults, "zebra", insideShop));
        await world.RunUntilAsync(world.Start(), "before zebra.plan");
        var died = world.Faults.Passed.Count;
        var early = new MemoryParticipant(world.Faults, "aardvark", insideShop) { [world.Installation] = 3 };
        early.CanCount = false;
        world.Participants.Add(early);

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        Assert.Equal(0, early[world.Installation]);
        CrashTests.AssertTornDown(world);
        var claim = world.Claims().Participants.Single(claim => claim.Name == "aardvark");
        Assert.Equal(("attested", 3), (claim.Assurance, claim.Erased.Single().Count));

        // Outside the shop both were being asked at once when the process died, and what the first answered is lost.
        var again = world.Faults.Passed.Skip(died).Count(point => point == $"before {running.Name}.erase");
        Assert.InRange(again, 0, insideShop ? 0 : 1);
    }

    [Fact]
    public void Participants_with_one_name_or_a_name_that_is_none_are_refused()
    {
        var faults = new Faults();

        Assert.Throws<InvalidOperationException>(() => new ParticipantRoster(
            [new MemoryParticipant(faults, "files"), new MemoryParticipant(faults, "files")]));
        Assert.Throws<InvalidOperationException>(
            () => new ParticipantRoster([new MemoryParticipant(faults, "My Files")]));
    }

    private sealed class OddParticipant(string kind, long count) : IErasureParticipant
    {
        public string Name => "odd";

        public Task<IReadOnlyList<StoreCount>> PlanAsync(
            ParticipantContext context, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<StoreCount>>([new StoreCount { Store = kind, Count = count }]);

        public Task<IReadOnlyList<StoreCount>> EraseAsync(
            ParticipantContext context, CancellationToken cancellationToken) =>
            PlanAsync(context, cancellationToken);

        public Task<long> CountRemainingAsync(ParticipantContext context, CancellationToken cancellationToken) =>
            Task.FromResult(0L);
    }
}
