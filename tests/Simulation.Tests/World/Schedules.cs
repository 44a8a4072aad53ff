using CsCheck;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>How schedules are drawn: 30 to 60 commands, and the seed of everything that comes in between.</summary>
internal static class Schedules
{
    private const int StepsMaximum = 40;

    /// <summary>Drawn from CsCheck's seed, and shrunk by it.</summary>
    public static Gen<Drawn> Any { get; } = Gen.Int[0, Theme.All.Count - 1].SelectMany(theme => Gen.Select(
        Gen.ULong, OfCommand(Theme.All[theme]).Array[30, 60], (seed, commands) => new Drawn(seed, theme, commands)));

    /// <summary>The one that a number stands for, where no shrinking is wanted.</summary>
    public static Drawn Of(ulong number)
    {
        var chance = new Kernel.Chance(number);
        var theme = (int)(number % (ulong)Theme.All.Count);
        var commands = new Command[30 + chance.Below(31)];
        for (var at = 0; at < commands.Length; at++)
        {
            commands[at] = new Command(
                chance.Of(Theme.All[theme].Kinds), chance.Below(Theme.All[theme].Shops),
                chance.Below(StepsMaximum + 1));
        }

        return new Drawn(number, theme, commands);
    }

    private static Gen<Command> OfCommand(Theme theme) => Gen.Select(
        Gen.OneOfConst(theme.Kinds), Gen.Int[0, theme.Shops - 1], Gen.Int[0, StepsMaximum],
        (kind, shop, steps) => new Command(kind, shop, steps));
}
