using Shopkeeper.Simulation.Tests.Kernel;
using static Shopkeeper.Simulation.Tests.World.CommandKind;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>
/// What a schedule is mostly about: commands that are drawn from all alike seldom meet one another. None is about one
/// thing alone.
/// </summary>
internal sealed record Theme
{
    private static readonly FaultOdds Rough = new()
    {
        AnsweredLater = 150, FailsBefore = 30, AnswerLost = 50, DiesBefore = 10, DiesAfter = 15,
    };

    private static readonly FaultOdds Mild = new()
    {
        AnsweredLater = 150, FailsBefore = 15, AnswerLost = 15, DiesBefore = 4, DiesAfter = 4,
    };

    private static readonly CommandKind[] Lives =
    [
        Install, OpenApp, Uninstall, Order, Reset, Write, Configure, PlaceOrder, Repeat, Replay, Forge, Crash, Stop,
        Part, Skew, Outage, Outage, Wait, Retry, Waive,
    ];

    private static readonly CommandKind[] Tokens =
    [
        UseToken, UseToken, UseToken, UseToken, UseToken, UseToken, CheckAccess, Migrate, WaitLong, WaitLong, WaitLong,
        WaitLong, WaitLong, OpenApp, Install, Crash, Stop, Part, Part, Part, Skew, Wait, Reset, Order, Uninstall, Retry,
    ];

    private static readonly CommandKind[] Jobs =
    [
        Enqueue, Enqueue, Enqueue, Enqueue, Enqueue, EnqueueAgain, CancelJob, CancelJob, PlaceOrder, Wait, Wait, Wait,
        Install, Order, Reset, Crash, Crash, Stop, Stop, Part, Skew, Retry,
    ];

    private static readonly CommandKind[] Mistakes =
    [
        Misconfigure, Misconfigure, UseToken, UseToken, UseToken, CheckAccess, WaitLong, WaitLong, Wait, Wait,
        Install, OpenApp, PlaceOrder, Replay, Uninstall, Order, Reset, Crash, Part, Retry,
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Theme> All { get; } =
    [
        new Theme { Kinds = Lives, Odds = Mild },
        new Theme { Kinds = Lives, Odds = Rough },
        new Theme { Kinds = Tokens, Odds = Rough, StepsMaximum = 6, InstalledAtFirst = 1 },
        new Theme { Kinds = Jobs, Odds = Rough, StepsMaximum = 8, InstalledAtFirst = 1 },
        new Theme { Kinds = Mistakes, Odds = Mild, StepsMaximum = 12, Shops = 3, InstalledAtFirst = 3 },
        new Theme { Kinds = Enum.GetValues<CommandKind>(), Odds = Mild },
    ];

    /// <summary>What is drawn from; a kind that stands here twice comes twice as often.</summary>
    public required CommandKind[] Kinds { get; init; }

    /// <summary>How much happens at most between two commands.</summary>
    public int StepsMaximum { get; init; } = 40;

    /// <summary>How many shops there are.</summary>
    public int Shops { get; init; } = 2;

    /// <summary>How many of them have the app from the beginning.</summary>
    public int InstalledAtFirst { get; init; }

    /// <summary>How often things go wrong.</summary>
    public required FaultOdds Odds { get; init; }
}
