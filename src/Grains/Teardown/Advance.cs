namespace Shopkeeper.Grains.Teardown;

/// <summary>Where a teardown stands after a piece of work.</summary>
/// <param name="State">What is to be done next.</param>
/// <param name="At">When, while it waits.</param>
internal readonly record struct Advance(AdvanceState State, DateTimeOffset? At = null)
{
    public static Advance Again => new(AdvanceState.Again);

    public static Advance Outrun => new(AdvanceState.Outrun);

    public static Advance Gone => new(AdvanceState.Gone);

    public static Advance Stalled => new(AdvanceState.Stalled);

    public static Advance Waits(DateTimeOffset until) => new(AdvanceState.Waits, until);
}

/// <summary>What is to be done next.</summary>
internal enum AdvanceState
{
    /// <summary>There is more to do now: read the row again.</summary>
    Again = 1,

    /// <summary>There is something to do later.</summary>
    Waits = 2,

    /// <summary>An operator has to look at it.</summary>
    Stalled = 3,

    /// <summary>The row is gone: certified, or superseded.</summary>
    Gone = 4,

    /// <summary>
    /// Another instance wrote while this one ran a step: what it came to is dropped. Where two instances go on side by
    /// side, each spends the other's attempts, so the one that finds out leaves the teardown to the other.
    /// </summary>
    Outrun = 5,
}
