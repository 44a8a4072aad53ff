using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.World;

namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>
/// The simulation bites: each mistake that is put in is found, for what it is, by a schedule that finds nothing without
/// it. docs/recovery.md names the first that does.
/// </summary>
public sealed class BugTests(ITestOutputHelper output)
{
    private const ulong Most = 5_000;

    [Fact]
    public void Teardown_that_is_written_down_after_the_end_is_found() =>
        IsFound(LifeBugs.ArmAfterAct, "Invariant 6");

    [Fact]
    public void Step_that_is_skipped_when_it_fails_is_found() => IsFound(LifeBugs.SkipOnError, "Invariant ");

    [Fact]
    public void Progress_that_says_how_far_and_not_what_is_found() => IsFound(LifeBugs.IndexProgress, "Invariant ");

    [Fact]
    public void Call_to_Shopify_without_a_permit_is_found() => IsFound(LifeBugs.RevokeWithoutPermit, "Invariant 5");

    [Fact]
    public void Inbox_that_is_read_by_a_cursor_is_found() => IsFound(LifeBugs.InboxCursor, "Invariant ");

    [Fact]
    public void Refresh_that_is_asked_for_twice_at_once_is_found() => IsFound(StoreBugs.RefreshTwice, "Invariant 9");

    [Fact]
    public void Upsert_that_brings_back_what_was_erased_is_found() =>
        IsFound(StoreBugs.UpsertResurrection, "Invariant 2");

    [Fact]
    public void Write_whose_guard_was_left_out_is_found() => IsFound(StoreBugs.GuardLeftOut, "Invariant 1: api_logs");

    [Fact]
    public void Job_that_writes_without_the_fence_is_found() =>
        IsFound(StoreBugs.UnfencedJob, "Invariant 1: products");

    [Fact]
    public void Work_that_does_not_wait_for_the_stay_before_is_found() =>
        IsFound(StoreBugs.UndeclaredStore, "Invariant 3: a teardown erases");

    [Fact]
    public void Job_that_was_asked_to_stop_and_is_begun_again_is_found() =>
        IsFound(StoreBugs.StopForgotten, "A job was begun again");

    [Fact]
    public void State_that_is_written_by_a_version_that_was_not_read_is_found() =>
        IsFound(LifeBugs.EtagReuse, "Invariant 3");

    private void IsFound(WorldBug bug, string invariant)
    {
        for (var number = 0UL; number < Most; number++)
        {
            var drawn = Schedules.Of(number);
            var thrown = Record.Exception(() => new Schedule(drawn, bug).Run());
            if (thrown is not SimulationException found) continue;
            Assert.True(
                Record.Exception(() => new Schedule(drawn).Run()) is null,
                $"Schedule {number} breaks an invariant of the service as it is.");
            Assert.StartsWith(invariant, found.Message, StringComparison.Ordinal);
            output.WriteLine($"Found by schedule {number}: {found.Message}");
            return;
        }

        Assert.Fail($"{Most} schedules did not find it.");
    }
}
