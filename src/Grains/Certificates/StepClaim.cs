namespace Shopkeeper.Grains.Certificates;

/// <summary>What a step came to.</summary>
public sealed record StepClaim
{
    /// <summary>The step's name.</summary>
    public required string Name { get; init; }

    /// <summary>How it ended, as a code.</summary>
    public required string Outcome { get; init; }

    /// <summary>Attempts it took since it last got on, in its last round if it was run in several.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was first begun.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>From its first beginning to its end, in milliseconds.</summary>
    public required long DurationMilliseconds { get; init; }

    /// <summary>
    /// What it was seen to erase, by store; of <c>verify-residue</c>: what it counted. A crash right after an erasure
    /// can leave a count too small, never too great.
    /// </summary>
    public required IReadOnlyList<CountClaim> Counts { get; init; }
}
