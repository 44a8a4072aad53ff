using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Tests.Teardown.World;

namespace Shopkeeper.Grains.Tests.Teardown;

/// <summary>An operator does without a step, and the certificate says so.</summary>
public sealed class WaiveTests
{
    private const string Gone = WaiverCodes.ParticipantGone;

    // It does not answer, and is waited for without an end.
    private const string SharedCache = "shared-cache";

    public static TheoryData<string, string, string> Waivable => new()
    {
        { StepNames.ClearShopGrain, "shop.forget", WaiverCodes.AcceptedByLegal },
        { StepNames.StopJobs, "jobs.stop", WaiverCodes.AcceptedByLegal },
        { StepNames.CloseWebhooks, "subscriptions.remove", WaiverCodes.ShopUnreachable },
        { StepNames.RemoveShopResources, "metafields.erase", Gone },
        { StepNames.RevokeAccess, "grant.destroy", WaiverCodes.ErasedByHand },
        { StepNames.EraseParticipants, "files.erase", Gone },
        { StepNames.ClearCaches, SharedCache, WaiverCodes.AcceptedByLegal },
    };

    [Theory]
    [MemberData(nameof(Waivable))]
    public async Task Step_that_stands_and_is_waived_is_certified_as_not_erased_for_that_reason(
        string step, string call, string code)
    {
        var world = new TeardownWorld();
        world.Faults.Throw(call, () => new InvalidOperationException("no"), times: 1_000);
        var waits = call == SharedCache;
        world.Shared.Down = waits ? int.MaxValue : 0;
        var stands = await world.RunAsync(atMost: waits ? TimeSpan.FromHours(1) : null);
        Assert.Equal(waits ? AdvanceState.Waits : AdvanceState.Stalled, stands.State);
        var orders = new OperatorOrders(world);

        Assert.Equal(TeardownOrderOutcome.Accepted, await orders.WaiveAsync(step, code));

        Assert.Equal(StepStatus.Waived, SagaRules.ProgressOf(world.Row, step).Status);
        Assert.Equal(1, orders.Signals);
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);
        var claims = Assert.IsType<CertificateVerdict.CompleteWithExceptions>(world.Verdict()).Claims;
        Assert.Contains(claims.NotErased, left => left.Step == step && left.Reason == code);
        Assert.Equal("waived", world.OutcomeOf(step));
        Assert.Equal(0, world.Data[world.Installation, "installations"]);
    }

    [Fact]
    public async Task Waived_participant_is_asked_no_more_and_its_last_count_is_certified_while_others_are_erased()
    {
        var world = new TeardownWorld();
        var search = new MemoryParticipant(world.Faults, "search") { [world.Installation] = 9 };
        world.Participants.Add(search);
        world.Faults.Throw("files.erase", () => new InvalidOperationException("no"), times: 1_000);
        await world.RunAsync();
        var orders = new OperatorOrders(world);

        Assert.Equal(
            TeardownOrderOutcome.Accepted, await orders.WaiveAsync(StepNames.EraseParticipants, Gone, "files"));
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        var claims = world.Claims();
        var left = Assert.Single(claims.NotErased);
        Assert.Equal(
            ("participant:files", "documents", 4L, Gone), (left.Store, left.Kind, left.Count, left.Reason));
        Assert.Equal("done", world.OutcomeOf(StepNames.EraseParticipants));
        Assert.Equal(0, search[world.Installation]);
        Assert.Contains(claims.Participants, one => one is { Name: "search", Assurance: "verified" });
        Assert.DoesNotContain(claims.Participants, one => one.Name == "files");
    }

    [Fact]
    public async Task Waived_step_names_only_the_participants_that_fail()
    {
        var world = new TeardownWorld();
        world.Participants.Add(new MemoryParticipant(world.Faults, "archive") { [world.Installation] = 2 });
        world.Faults.Throw("files.erase", () => new InvalidOperationException("no"), times: 1_000);
        await world.RunAsync();

        await new OperatorOrders(world).WaiveAsync(StepNames.EraseParticipants, WaiverCodes.AcceptedByLegal);
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        Assert.Equal("participant:files", Assert.Single(world.Claims().NotErased).Store);
        Assert.Contains(world.Claims().Participants, one => one is { Name: "archive", Assurance: "verified" });
    }

    // It answered once and is gone when all is counted: without this the teardown would stand for ever.
    [Fact]
    public async Task Participant_that_fails_only_when_the_rest_is_verified_can_be_waived_then()
    {
        var world = new TeardownWorld();
        world.Decorate = step => step;
        var work = world.Start();
        await RunUntilAsync(world, work, StepNames.EraseParticipants);
        world.Faults.Throw("files.count", () => new InvalidOperationException("no"), times: 1_000);
        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync(work)).State);
        Assert.Equal(
            StepStatus.Running, SagaRules.ProgressOf(world.Row, StepNames.VerifyResidue).Status);
        var orders = new OperatorOrders(world);

        Assert.Equal(TeardownOrderOutcome.Accepted, await orders.WaiveAsync(StepNames.EraseParticipants, Gone));
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        Assert.Equal("participant:files", Assert.Single(world.Claims().NotErased).Store);
        // It had answered that nothing is left: the certificate must not say both.
        Assert.DoesNotContain(world.Claims().Participants, one => one.Name == "files");
    }

    [Fact]
    public async Task Participant_that_was_verified_and_waived_once_more_was_found_is_certified_as_not_erased_alone()
    {
        var world = new TeardownWorld();
        world.Participants.Remove(world.Metafields);
        var counts = 0;
        world.Faults.OnPoint = place =>
        {
            // The first count settles it; what the verification then finds can't be erased any more.
            if (world.Faults.Passed[place] != "before files.count" || ++counts != 2) return;
            world.Files[world.Installation] = 7;
            world.Faults.Throw("files.erase", () => new InvalidOperationException("no"), times: 1_000);
        };
        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);
        var before = Assert.Single(SagaRules.ProgressOf(world.Row, StepNames.EraseParticipants).Participants);
        Assert.Equal(("files", "verified"), (before.Name, before.Assurance));

        await new OperatorOrders(world).WaiveAsync(StepNames.EraseParticipants, Gone, "files");
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        var claims = world.Claims();
        var left = Assert.Single(claims.NotErased);
        Assert.Equal(("participant:files", 7L), (left.Store, left.Count));
        Assert.Empty(claims.Participants);
        Assert.DoesNotContain("participants", claims.Boundary.Covers);
    }

    // The first waiver says nothing of the other participant: without this the order did nothing, and was accepted.
    [Fact]
    public async Task Step_that_was_waived_is_waived_again_for_a_participant_that_fails_only_in_the_verification()
    {
        var world = new TeardownWorld();
        world.Participants.Add(new MemoryParticipant(world.Faults, "search") { [world.Installation] = 9 });
        world.Faults.Throw("files.erase", () => new InvalidOperationException("no"), times: 1_000);
        await world.RunAsync();
        var orders = new OperatorOrders(world);
        await orders.WaiveAsync(StepNames.EraseParticipants, Gone);
        world.Faults.Throw("search.count", () => new InvalidOperationException("no"), times: 1_000);
        Assert.Equal(AdvanceState.Stalled, (await world.RunAsync()).State);

        Assert.Equal(TeardownOrderOutcome.Accepted, await orders.WaiveAsync(StepNames.EraseParticipants, Gone));
        Assert.Equal(["files", "search"], world.Row.Waivers.Select(waiver => waiver.Participant));
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        Assert.Equal(
            ["participant:files", "participant:search"],
            world.Claims().NotErased.Select(left => left.Store).Order());
        Assert.DoesNotContain(world.Claims().Participants, one => one.Name is "files" or "search");
    }

    [Fact]
    public async Task Residue_of_a_waived_store_is_told_and_residue_of_another_still_stops_the_certificate()
    {
        var world = new TeardownWorld();
        world.Faults.Throw("jobs.stop", () => new InvalidOperationException("no"), times: 1_000);
        await world.RunAsync();
        await new OperatorOrders(world).WaiveAsync(StepNames.StopJobs, WaiverCodes.AcceptedByLegal);
        world.Data[world.Neighbour, "sessions"] = 3;

        Assert.Equal(AdvanceState.Gone, (await world.RunAsync()).State);

        // Nothing but the waived step purges undelivered deliveries.
        Assert.Contains(world.Claims().NotErased, left =>
            left is { Step: StepNames.VerifyResidue, Store: "webhook_inbox", Count: 1 }
            && left.Reason == WaiverCodes.AcceptedByLegal);
        Assert.Null(WaiverRules.Excuse(world.Teardowns.History[^1], "sessions"));
    }

    [Fact]
    public async Task Waiver_that_is_repeated_changes_nothing_and_another_reason_is_refused()
    {
        var world = new TeardownWorld();
        world.Faults.Throw("files.erase", () => new InvalidOperationException("no"), times: 1_000);
        await world.RunAsync();
        var orders = new OperatorOrders(world);
        await orders.WaiveAsync(StepNames.EraseParticipants, Gone);
        var row = world.Row;

        Assert.Equal(TeardownOrderOutcome.Accepted, await orders.WaiveAsync(StepNames.EraseParticipants, Gone));
        Assert.Equal(
            TeardownOrderOutcome.AlreadyWaived,
            await orders.WaiveAsync(StepNames.EraseParticipants, WaiverCodes.ErasedByHand));
        Assert.Same(row, world.Row);
    }

    [Theory]
    [InlineData(StepNames.PurgeData, WaiverCodes.AcceptedByLegal, null, TeardownOrderOutcome.NotWaivable)]
    [InlineData(StepNames.VerifyResidue, WaiverCodes.AcceptedByLegal, null, TeardownOrderOutcome.NotWaivable)]
    [InlineData(StepNames.Certify, WaiverCodes.AcceptedByLegal, null, TeardownOrderOutcome.NotWaivable)]
    [InlineData("no-step", WaiverCodes.AcceptedByLegal, null, TeardownOrderOutcome.UnknownStep)]
    [InlineData(StepNames.EraseParticipants, "because", null, TeardownOrderOutcome.CodeRefused)]
    [InlineData(
        StepNames.EraseParticipants, WaiverCodes.ShopUnreachable, null, TeardownOrderOutcome.CodeRefused)]
    [InlineData(StepNames.RevokeAccess, Gone, null, TeardownOrderOutcome.CodeRefused)]
    [InlineData(StepNames.EraseParticipants, Gone, "nobody", TeardownOrderOutcome.UnknownParticipant)]
    [InlineData(StepNames.EraseParticipants, Gone, "metafields", TeardownOrderOutcome.UnknownParticipant)]
    [InlineData(
        StepNames.ClearCaches, WaiverCodes.AcceptedByLegal, "files", TeardownOrderOutcome.UnknownParticipant)]
    [InlineData(StepNames.ClearCaches, WaiverCodes.AcceptedByLegal, null, TeardownOrderOutcome.NotReached)]
    [InlineData(StepNames.StopJobs, WaiverCodes.AcceptedByLegal, null, TeardownOrderOutcome.Done)]
    public async Task Waiver_that_does_not_fit_is_refused_and_changes_nothing(
        string step, string code, string? participant, TeardownOrderOutcome outcome)
    {
        var world = new TeardownWorld();
        world.Faults.Throw("files.erase", () => new InvalidOperationException("no"), times: 1_000);
        await world.RunAsync();
        var row = world.Row;

        Assert.Equal(outcome, await new OperatorOrders(world).WaiveAsync(step, code, participant));
        Assert.Same(row, world.Row);
    }

    [Fact]
    public async Task Step_is_not_waived_before_the_end_is_confirmed_nor_while_it_runs_nor_once_certified()
    {
        var confirming = new TeardownWorld(confirming: true);
        Assert.Equal(
            TeardownOrderOutcome.NotEnded,
            await new OperatorOrders(confirming).WaiveAsync(StepNames.EraseParticipants, Gone));

        var running = new TeardownWorld();
        Assert.Equal(
            TeardownOrderOutcome.RunsNow,
            await new OperatorOrders(running).WaiveAsync(StepNames.ClearShopGrain, WaiverCodes.AcceptedByLegal));
        await running.RunAsync();
        Assert.Equal(
            TeardownOrderOutcome.Gone,
            await new OperatorOrders(running).WaiveAsync(StepNames.EraseParticipants, Gone));
    }

    // The step that runs finds its write refused, reads the row again and goes on behind the waived step.
    [Fact]
    public async Task Waiver_that_comes_between_a_step_and_its_outcome_stands()
    {
        var world = new TeardownWorld();
        world.Faults.Throw("files.erase", () => new InvalidOperationException("no"), times: 1_000);
        await world.RunAsync();
        var stalled = world.Row;
        world.Teardowns.Store(stalled with { Status = TeardownStatus.Running, NextAttemptAt = world.Time.GetUtcNow() });
        var slow = new TaskCompletionSource();
        world.Files.Hang = slow.Task;
        var work = world.Start();
        var running = work.AdvanceAsync(world.Installation, TestContext.Current.CancellationToken);
        world.Teardowns.Store(SagaRules.Waive(
            world.Row, new WaiveStep { Step = StepNames.EraseParticipants, Code = Gone },
            [new WaivedPart("files", [new NotErased { Store = "participant:files", Kind = "x", Reason = Gone }])],
            world.Time.GetUtcNow()));
        slow.SetResult();
        await running;

        Assert.Equal(StepStatus.Waived, SagaRules.ProgressOf(world.Row, StepNames.EraseParticipants).Status);
        Assert.Equal(AdvanceState.Gone, (await world.RunAsync(work)).State);
        Assert.Equal("waived", world.OutcomeOf(StepNames.EraseParticipants));
    }

    private static async Task RunUntilAsync(TeardownWorld world, TeardownWork work, string step)
    {
        while (SagaRules.ProgressOf(world.Row, step).Status != StepStatus.Done)
        {
            var advance = await work.AdvanceAsync(world.Installation, TestContext.Current.CancellationToken);
            if (advance.At is { } at && at > world.Time.GetUtcNow()) world.Time.Advance(at - world.Time.GetUtcNow());
        }
    }
}
