using System.Globalization;
using System.Runtime.ExceptionServices;
using CsCheck;
using Shopkeeper.Simulation.Tests.Bugs;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>
/// The schedules of <c>./test</c> are the same each time, so that a change is blamed for what it breaks. Fresh ones are
/// drawn, and shrunk, by <c>./simulate --seeds N</c>; what failed is played again, with its trace, by <c>./simulate
/// --seed S</c>.
/// </summary>
public sealed class ScheduleTests
{
    private const long SchedulesInTest = 100_000;

    [Fact]
    public void Every_invariant_holds_whatever_comes_in_between()
    {
        if (Environment.GetEnvironmentVariable("SIMULATE_SEED") is { Length: > 0 } seed)
        {
            PlayAgain(seed);
            return;
        }

        var tally = new Tally();
        if (long.TryParse(
            Environment.GetEnvironmentVariable("SIMULATE_SEEDS"), CultureInfo.InvariantCulture, out var asked))
        {
            Schedules.Any.Sample(drawn => tally.Add(Play(drawn)), iter: asked, threads: 1);
        }
        else
        {
            PlayAll(tally);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(tally.ToString());
        Assert.True(tally.Ended > tally.Schedules / 2, $"Too little ends: {tally}");
        Assert.True(tally.Certified > tally.Ended * 0.9, $"Too little is certified: {tally}");
        Assert.True(tally.Accepted > tally.Schedules * 2, $"Too little is delivered: {tally}");
        Assert.True(tally.Refreshes > tally.Schedules, $"Too little is refreshed: {tally}");
        Assert.True(tally.HandedOut > tally.Schedules * 4, $"Too few tokens are asked for: {tally}");
        Assert.True(tally.JobsCompleted > tally.Schedules / 2, $"Too few jobs end: {tally}");
        Assert.True(tally.JobsCancelled > tally.Schedules / 10, $"Too few jobs are stopped: {tally}");
        Assert.True(tally.Waived > tally.Schedules / 200, $"Too little is waived: {tally}");
        Assert.True(tally.Deaths > tally.Schedules, $"Too little dies: {tally}");
        Assert.True(tally.Stops > tally.Schedules / 2, $"Too little stops in order: {tally}");
        Assert.True(tally.HeldBack > tally.Schedules / 300, $"Too little is held back: {tally}");
        Assert.True(tally.Faults > tally.Schedules * 4, $"Too little fails: {tally}");
        Assert.True(tally.Doubles > tally.Schedules / 20, $"Too few actors are at work twice: {tally}");
    }

    // Each world has its thread, and knows of no other: as many as there are processors.
    private static void PlayAll(Tally tally)
    {
        try
        {
            Parallel.For(0, SchedulesInTest, number =>
            {
                var world = Play(Schedules.Of((ulong)number));
                lock (tally) tally.Add(world);
            });
        }
        catch (AggregateException broken)
        {
            ExceptionDispatchInfo.Throw(broken.InnerExceptions[0]);
        }
    }

    private static SimulatedWorld Play(Drawn drawn)
    {
        var schedule = new Schedule(drawn, KnownBugs.Asked());
        try
        {
            schedule.Run();
        }
        catch (SimulationException broken)
        {
            throw new SimulationException($"Schedule {drawn}\n{broken.Message}");
        }

        return schedule.World;
    }

    // A number is one of the test's own; anything else is what CsCheck printed.
    private static void PlayAgain(string seed)
    {
        if (ulong.TryParse(seed, CultureInfo.InvariantCulture, out var number)) Play(Schedules.Of(number));
        else Schedules.Any.Sample(Play, iter: 1, threads: 1, seed: seed);

        static void Play(Drawn drawn)
        {
            var schedule = new Schedule(drawn, KnownBugs.Asked(), traces: true);
            try
            {
                schedule.Run();
            }
            catch (SimulationException)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(schedule.World.Kernel.TraceText);
                throw;
            }
        }
    }

    [Fact]
    public void Schedule_when_played_again_is_the_same_to_the_last_step()
    {
        for (ulong number = 1; number <= 20; number++) Assert.Equal(Play(number), Play(number));

        static string Play(ulong number)
        {
            var schedule = new Schedule(Schedules.Of(number), traces: true);
            var fault = Record.Exception(schedule.Run);
            return $"{schedule.World.Kernel.TraceText}\n{fault?.Message}";
        }
    }
}
