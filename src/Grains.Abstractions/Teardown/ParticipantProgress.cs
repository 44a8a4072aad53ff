namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>How far a step is with one participant. Stored with the step after each run.</summary>
public sealed record ParticipantProgress
{
    /// <summary>The participant's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required ParticipantState State { get; init; }

    /// <summary>By what its store is keyed, as it was when it was first asked.</summary>
    public KeyedBy KeyedBy { get; init; } = KeyedBy.Installation;

    /// <summary>What it is asked for next.</summary>
    public required ParticipantOperation Operation { get; init; }

    /// <summary>
    /// From 1; the next one begins when something was left. Calls of one operation in one round are one call, repeated.
    /// </summary>
    public int Round { get; init; } = 1;

    /// <summary>Calls that failed, since it was last settled or tried again by an operator's order.</summary>
    public int Attempts { get; init; }

    /// <summary>A stable code of the last failure or wait; null when there was none.</summary>
    public string? LastCode { get; init; }

    /// <summary>When it is asked next; null for at once, and where it is settled or given up.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Since when it has been busy with the operation; null when it is not.</summary>
    public DateTimeOffset? BusySince { get; init; }

    /// <summary>When it settled the step.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>What it erased since it was last settled, by kind.</summary>
    public IReadOnlyList<StoreCount> Erased { get; init; } = [];

    /// <summary>What it counted last, for a step that only counts; null when it can't count.</summary>
    public long? Remaining { get; init; }
}
