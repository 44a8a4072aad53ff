using Shopkeeper.Simulation.Tests.World;

namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>All mistakes that are put in, by the names under which they are played again.</summary>
internal static class KnownBugs
{
    private static readonly KnownBug[] All =
    [
        new("arm-after-act", LifeBugs.ArmAfterAct, "Invariant 6"),
        new("skip-on-error", LifeBugs.SkipOnError, "Invariant "),
        new("index-progress", LifeBugs.IndexProgress, "Invariant "),
        new("revoke-without-permit", LifeBugs.RevokeWithoutPermit, "Invariant 5"),
        new("inbox-cursor", LifeBugs.InboxCursor, "Invariant "),
        new("refresh-twice", StoreBugs.RefreshTwice, "Invariant 9"),
        new("upsert-resurrection", StoreBugs.UpsertResurrection, "Invariant 2"),
        new("guard-left-out", StoreBugs.GuardLeftOut, "Invariant 1: api_logs"),
        new("unfenced-job", StoreBugs.UnfencedJob, "Invariant 1: products"),
        new("undeclared-store", StoreBugs.UndeclaredStore, "Invariant 3: a teardown erases"),
        new("stop-forgotten", StoreBugs.StopForgotten, "A job was begun again"),
        new("etag-reuse", LifeBugs.EtagReuse, "Invariant 3"),
    ];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Select(bug => bug.Name);

    /// <summary>One of them.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static KnownBug Find(string name) => Array.Find(All, bug => bug.Name == name)
        ?? throw new ArgumentException($"No mistake is called {name}; there are {string.Join(", ", Names)}.");

    /// <summary>The one that the environment asks for, or none.</summary>
    public static WorldBug? Asked() =>
        Environment.GetEnvironmentVariable("SIMULATE_BUG") is { Length: > 0 } name ? Find(name).Bug : null;
}
