using CsCheck;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>How schedules are drawn: 30 to 60 commands, and the seed of everything that comes in between.</summary>
internal static class Schedules
{
    private static readonly Gen<Command> OfCommand = Gen.Select(
        Gen.Enum<CommandKind>(), Gen.Int[0, SimulatedWorld.ShopCount - 1], Gen.Int[0, 40],
        (kind, shop, steps) => new Command(kind, shop, steps));

    /// <summary>Drawn from CsCheck's seed, and shrunk by it.</summary>
    public static Gen<(ulong Seed, Command[] Commands)> Any { get; } =
        Gen.Select(Gen.ULong, OfCommand.Array[30, 60]);

    /// <summary>The one that a number stands for, where no shrinking is wanted.</summary>
    public static (ulong Seed, Command[] Commands) Of(ulong number)
    {
        var chance = new Kernel.Chance(number);
        var commands = new Command[30 + chance.Below(31)];
        var kinds = Enum.GetValues<CommandKind>();
        for (var at = 0; at < commands.Length; at++)
        {
            commands[at] = new Command(
                chance.Of(kinds), chance.Below(SimulatedWorld.ShopCount), chance.Below(41));
        }

        return (number, commands);
    }
}
