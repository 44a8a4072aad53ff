using CsCheck;
using Shopkeeper.Simulation.Tests.Bugs;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>Schedules of 30 to 60 commands, and how one is run.</summary>
internal static class JobSchedules
{
    private static readonly Gen<JobAct> Act = Gen.Frequency(
        (6, Gen.Const(JobAct.Enqueue)),
        (1, Gen.Const(JobAct.Repeat)),
        (10, Gen.Const(JobAct.Dispatch)),
        (2, Gen.Const(JobAct.Cancel)),
        (1, Gen.Const(JobAct.End)),
        (1, Gen.Const(JobAct.Purge)),
        (1, Gen.Const(JobAct.Install)),
        (2, Gen.Const(JobAct.Crash)),
        (1, Gen.Const(JobAct.Skew)),
        (7, Gen.Const(JobAct.Wait)));

    private static readonly Gen<JobCommand> Command =
        Gen.Select(Act, Gen.Int[0, 1], Gen.Int[0, 29], (act, silo, size) => new JobCommand(act, silo, size));

    /// <summary>The kernel's seed, and the commands.</summary>
    public static Gen<(ulong Seed, JobCommand[] Commands)> All { get; } =
        Gen.Select(Gen.ULong, Command.Array[30, 60]);

    /// <summary>The schedule of that number, always the same.</summary>
    public static (ulong Seed, JobCommand[] Commands) Of(uint number) =>
        All.Generate(new PCG(number, number), null, out _);

    /// <summary>Runs one; what must never be ends it by an exception.</summary>
    public static JobWorld Run(ulong seed, IReadOnlyList<JobCommand> commands, Bug bug, bool traces = false) =>
        Run(new JobWorld(seed, bug, traces), commands);

    /// <summary>A schedule that was found, with all that happened in it until it broke.</summary>
    public static string Describe((ulong Seed, JobCommand[] Commands) schedule, Bug bug)
    {
        var world = new JobWorld(schedule.Seed, bug, traces: true);
        var broken = Record.Exception(() => Run(world, schedule.Commands));
        return $"{schedule.Seed}: {string.Join(' ', schedule.Commands)}\n{world.Kernel.TraceText}\n{broken?.Message}";
    }

    private static JobWorld Run(JobWorld world, IReadOnlyList<JobCommand> commands)
    {
        foreach (var command in commands) world.Do(command);
        world.Settle();
        return world;
    }
}
