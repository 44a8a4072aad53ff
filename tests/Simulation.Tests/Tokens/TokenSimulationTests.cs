using CsCheck;
using Shopkeeper.Simulation.Tests.Bugs;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>Invariant 9: at most one refresh of a shop is in flight, and no crash loses a pair.</summary>
public sealed class TokenSimulationTests
{
    [Fact]
    public void Tokens_in_twenty_thousand_schedules_are_never_lost_nor_refreshed_twice_at_once()
    {
        var (refreshes, handedOut, claims) = (0L, 0L, 0L);
        TokenSchedules.All.Sample(
            schedule =>
            {
                var world = TokenSchedules.Run(schedule.Seed, schedule.Commands, Bug.None);
                (refreshes, handedOut, claims) =
                    (refreshes + world.Watch.Begun, handedOut + world.HandedOut, claims + world.Claims);
            },
            iter: 20_000,
            threads: 1,
            print: schedule => TokenSchedules.Describe(schedule, Bug.None));

        // A simulation in which nothing happens would find nothing.
        Assert.True(refreshes > 20_000, $"{refreshes} refreshes");
        Assert.True(handedOut > 100_000, $"{handedOut} tokens handed out");
        Assert.True(claims > 100, $"{claims} claims of an end");
    }

    [Fact]
    public void Schedule_when_repeated_is_the_same_to_the_last_step()
    {
        TokenSchedules.All.Sample(
            schedule =>
            {
                string Trace() => TokenSchedules.Run(schedule.Seed, schedule.Commands, Bug.None, true).Kernel.TraceText;
                return Trace() == Trace();
            },
            iter: 100,
            threads: 1);
    }
}
