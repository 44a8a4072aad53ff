using System.Globalization;
using CsCheck;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>
/// The long run is <c>./simulate --seeds N</c>, and a seed that failed is played again, with its trace, by
/// <c>./simulate --seed S</c>.
/// </summary>
public sealed class ScheduleTests
{
    private const long SchedulesInTest = 10_000;

    [Fact]
    public void Every_invariant_holds_whatever_comes_in_between()
    {
        var seed = Environment.GetEnvironmentVariable("SIMULATE_SEED");
        var schedules = long.TryParse(
            Environment.GetEnvironmentVariable("SIMULATE_SEEDS"), CultureInfo.InvariantCulture, out var asked)
            ? asked
            : SchedulesInTest;
        var tally = new Tally();
        Schedules.Any.Sample(
            drawn =>
            {
                var schedule = new Schedule(drawn, traces: seed is not null);
                try
                {
                    schedule.Run();
                }
                catch (SimulationException) when (seed is not null)
                {
                    TestContext.Current.TestOutputHelper?.WriteLine(schedule.World.Kernel.TraceText);
                    throw;
                }

                tally.Add(schedule.World);
            },
            iter: seed is null ? schedules : 1,
            threads: 1,
            seed: seed);

        TestContext.Current.TestOutputHelper?.WriteLine(tally.ToString());
        if (seed is not null) return;
        Assert.True(tally.Ended > tally.Schedules / 2, $"Too little ends: {tally}");
        Assert.True(tally.Certified > tally.Ended * 0.9, $"Too little is certified: {tally}");
        Assert.True(tally.Accepted > tally.Schedules * 2, $"Too little is delivered: {tally}");
        Assert.True(tally.Refreshes > tally.Schedules, $"Too little is refreshed: {tally}");
        Assert.True(tally.HandedOut > tally.Schedules * 4, $"Too few tokens are asked for: {tally}");
        Assert.True(tally.JobsCompleted > tally.Schedules / 2, $"Too few jobs end: {tally}");
        Assert.True(tally.JobsCancelled > tally.Schedules / 10, $"Too few jobs are stopped: {tally}");
        Assert.True(tally.Waived > tally.Schedules / 200, $"Too little is waived: {tally}");
        Assert.True(tally.Deaths > tally.Schedules, $"Too little dies: {tally}");
        Assert.True(tally.Faults > tally.Schedules * 4, $"Too little fails: {tally}");
        Assert.True(tally.Doubles > tally.Schedules / 20, $"Too few actors are at work twice: {tally}");
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
