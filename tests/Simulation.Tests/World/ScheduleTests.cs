using CsCheck;

namespace Shopkeeper.Simulation.Tests.World;

public sealed class ScheduleTests
{
    private static readonly Gen<Command> OfCommand = Gen.Select(
        Gen.Enum<CommandKind>(), Gen.Int[0, SimulatedWorld.ShopCount - 1], Gen.Int[0, 40],
        (kind, shop, steps) => new Command(kind, shop, steps));

    private static readonly Gen<(ulong Seed, Command[] Commands)> OfSchedule =
        Gen.Select(Gen.ULong, OfCommand.Array[30, 60]);

    [Fact]
    public void Every_invariant_holds_whatever_comes_in_between()
    {
        var iter = long.TryParse(Environment.GetEnvironmentVariable("SIMULATE_SEEDS"), out var seeds) ? seeds : 1_000;
        OfSchedule.Sample(
            schedule => new Schedule(schedule.Seed, schedule.Commands).Run(),
            iter: iter,
            threads: 1,
            seed: Environment.GetEnvironmentVariable("SIMULATE_SEED"));
    }
}
