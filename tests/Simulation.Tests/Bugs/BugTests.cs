using System.Runtime.CompilerServices;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.World;

namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>
/// The simulation bites: each mistake that is put in is found, for what it is, by a schedule that finds nothing without
/// it. docs/recovery.md names one that does, and <c>./simulate --bug NAME --seed N</c> plays it.
/// </summary>
public sealed class BugTests
{
    private const ulong Most = 5_000;

    [Fact]
    public void Teardown_that_is_written_down_after_the_end_is_found() => IsFound();

    [Fact]
    public void Step_that_is_skipped_when_it_fails_is_found() => IsFound();

    [Fact]
    public void Progress_that_says_how_far_and_not_what_is_found() => IsFound();

    [Fact]
    public void Call_to_Shopify_without_a_permit_is_found() => IsFound();

    [Fact]
    public void Inbox_that_is_read_by_a_cursor_is_found() => IsFound();

    [Fact]
    public void Refresh_that_is_asked_for_twice_at_once_is_found() => IsFound();

    [Fact]
    public void Upsert_that_brings_back_what_was_erased_is_found() => IsFound();

    [Fact]
    public void Write_whose_guard_was_left_out_is_found() => IsFound();

    [Fact]
    public void Job_that_writes_without_the_fence_is_found() => IsFound();

    [Fact]
    public void Work_that_does_not_wait_for_the_stay_before_is_found() => IsFound();

    [Fact]
    public void Job_that_was_asked_to_stop_and_is_begun_again_is_found() => IsFound();

    [Fact]
    public void State_that_is_written_by_a_version_that_was_not_read_is_found() => IsFound();

    [Fact]
    public void Table_of_the_mistakes_when_it_is_read_names_each_and_its_test_once()
    {
        var tests = typeof(BugTests).GetMethods()
            .Where(method => method.IsDefined(typeof(FactAttribute), inherit: false)
                && method.Name.EndsWith("_is_found", StringComparison.Ordinal))
            .Select(method => method.Name);

        Assert.Equal(KnownBugs.Names.Order(), BugTable.Rows.Select(row => row.Name).Order());
        Assert.Equal(tests.Order(), BugTable.Rows.Select(row => row.Test).Order());
    }

    private static void IsFound([CallerMemberName] string test = "")
    {
        var row = Assert.Single(BugTable.Rows, row => row.Test == test);
        var bug = KnownBugs.Find(row.Name);
        var found = Find(bug, row.Schedule);
        if (found is null) Assert.Fail($"Schedule {row.Schedule} does not find it; the first is {FindFirst(bug)}.");
        Assert.StartsWith(bug.Breaks, found.Message, StringComparison.Ordinal);
        Assert.True(
            Record.Exception(() => new Schedule(Schedules.Of(row.Schedule)).Run()) is null,
            $"Schedule {row.Schedule} breaks an invariant of the service as it is.");
    }

    private static SimulationException? Find(KnownBug bug, ulong number) =>
        Record.Exception(() => new Schedule(Schedules.Of(number), bug.Bug).Run()) as SimulationException;

    private static string FindFirst(KnownBug bug)
    {
        for (var number = 0UL; number < Most; number++)
        {
            if (Find(bug, number) is { } found) return $"{number}: {found.Message}";
        }

        return $"none of {Most}";
    }
}
