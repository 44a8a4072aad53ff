namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>How far a step of a teardown is. Kept by the step's name, never by its place.</summary>
public sealed record StepProgress
{
    /// <summary>The step's name, kebab-case, such as <c>purge-data</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required StepStatus Status { get; init; }

    /// <summary>
    /// Attempts that failed or succeeded, since the step last got on, was sent back or tried again by an operator's
    /// order; a snooze spends none, and neither does a silo that goes away while it is called, for as long as that is
    /// bounded.
    /// </summary>
    public int Attempts { get; init; }

    /// <summary>Runs that a silo's going cut short since the step last got on.</summary>
    public int SilosLost { get; init; }

    /// <summary>
    /// How it ended, as a code: <c>done</c>, <c>token-dead</c>, <c>superseded</c>, <c>unreachable</c>, ….
    /// </summary>
    public string? Outcome { get; init; }

    /// <summary>When it was first begun.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>A stable code of the last failure or snooze.</summary>
    public string? LastCode { get; init; }

    /// <summary>Where to go on inside the step.</summary>
    public string? Cursor { get; init; }

    /// <summary>What it erased so far, by store.</summary>
    public IReadOnlyList<StoreCount> Counts { get; init; } = [];

    /// <summary>What it could not erase.</summary>
    public IReadOnlyList<NotErased> NotErased { get; init; } = [];

    /// <summary>What the participants answered, for the steps that ask them.</summary>
    public IReadOnlyList<ParticipantResult> Participants { get; init; } = [];

    /// <summary>How far it is with each participant, for the steps that ask several at once.</summary>
    public IReadOnlyList<ParticipantProgress> Asked { get; init; } = [];
}
