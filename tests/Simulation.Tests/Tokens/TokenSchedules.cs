using CsCheck;
using Shopkeeper.Simulation.Tests.Bugs;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>Schedules of 30 to 60 commands, and how one is run.</summary>
internal static class TokenSchedules
{
    // Asking and waiting make the refreshes; the rest comes in between.
    private static readonly Gen<TokenAct> Act = Gen.Frequency(
        (10, Gen.Const(TokenAct.Ask)),
        (2, Gen.Const(TokenAct.AskForTeardown)),
        (2, Gen.Const(TokenAct.KeepWarm)),
        (8, Gen.Const(TokenAct.Wait)),
        (2, Gen.Const(TokenAct.NewGrant)),
        (2, Gen.Const(TokenAct.Crash)),
        (1, Gen.Const(TokenAct.Skew)),
        (1, Gen.Const(TokenAct.Reset)),
        (1, Gen.Const(TokenAct.End)),
        (1, Gen.Const(TokenAct.Destroy)),
        (1, Gen.Const(TokenAct.Purge)),
        (1, Gen.Const(TokenAct.Install)),
        (1, Gen.Const(TokenAct.Uninstall)));

    private static readonly Gen<TokenCommand> Command =
        Gen.Select(Act, Gen.Int[0, 1], Gen.Int[0, 23], (act, silo, size) => new TokenCommand(act, silo, size));

    /// <summary>The kernel's seed, and the commands.</summary>
    public static Gen<(ulong Seed, TokenCommand[] Commands)> All { get; } =
        Gen.Select(Gen.ULong, Command.Array[30, 60]);

    /// <summary>The schedule of that number, always the same.</summary>
    public static (ulong Seed, TokenCommand[] Commands) Of(uint number) =>
        All.Generate(new PCG(number, number), null, out _);

    /// <summary>Runs one; what must never be ends it by an exception.</summary>
    public static TokenWorld Run(ulong seed, IReadOnlyList<TokenCommand> commands, Bug bug, bool traces = false) =>
        Run(new TokenWorld(seed, bug, traces), commands);

    /// <summary>A schedule that was found, with all that happened in it until it broke.</summary>
    public static string Describe((ulong Seed, TokenCommand[] Commands) schedule, Bug bug)
    {
        var world = new TokenWorld(schedule.Seed, bug, traces: true);
        var broken = Record.Exception(() => Run(world, schedule.Commands));
        return $"{schedule.Seed}: {string.Join(' ', schedule.Commands)}\n{world.Kernel.TraceText}\n{broken?.Message}";
    }

    private static TokenWorld Run(TokenWorld world, IReadOnlyList<TokenCommand> commands)
    {
        foreach (var command in commands) world.Do(command);
        world.Settle();
        return world;
    }
}
