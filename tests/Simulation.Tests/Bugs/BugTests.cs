using Shopkeeper.Simulation.Tests.Jobs;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Tokens;

namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>
/// The simulation bites: each mistake that is put in is found, for what it is, by a schedule that finds nothing without
/// it. docs/recovery.md names the first that does.
/// </summary>
public sealed class BugTests(ITestOutputHelper output)
{
    private const uint Most = 5_000;

    [Fact]
    public void Refresh_that_is_asked_for_twice_at_once_is_found() =>
        IsFound("Invariant 9", number => RunTokens(number, new RefreshTwice()), RunTokens);

    [Fact]
    public void Upsert_that_brings_back_what_was_erased_is_found() =>
        IsFound("Invariant 2", number => RunTokens(number, new UpsertResurrection()), RunTokens);

    [Fact]
    public void Write_whose_guard_was_left_out_is_found() =>
        IsFound("Invariant 1: api_logs", number => RunTokens(number, new GuardLeftOut()), RunTokens);

    [Fact]
    public void Job_that_writes_without_the_fence_is_found() =>
        IsFound("Invariant 1: products", number => RunJobs(number, new UnfencedJob()), RunJobs);

    private void IsFound(string invariant, Action<uint> with, Action<uint> without)
    {
        for (var number = 0u; number < Most; number++)
        {
            if (Record.Exception(() => with(number)) is not SimulationException found) continue;
            Assert.StartsWith(invariant, found.Message, StringComparison.Ordinal);
            without(number);
            output.WriteLine($"Found by schedule {number}: {found.Message}");
            return;
        }

        Assert.Fail($"{Most} schedules did not find it.");
    }

    private static void RunTokens(uint number) => RunTokens(number, Bug.None);

    private static void RunTokens(uint number, Bug bug)
    {
        var (seed, commands) = TokenSchedules.Of(number);
        TokenSchedules.Run(seed, commands, bug);
    }

    private static void RunJobs(uint number) => RunJobs(number, Bug.None);

    private static void RunJobs(uint number, Bug bug)
    {
        var (seed, commands) = JobSchedules.Of(number);
        JobSchedules.Run(seed, commands, bug);
    }
}
