namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>How a participant last answered.</summary>
public sealed record ParticipantNote
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it last answered well.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When a call to it last failed.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>That failure's code.</summary>
    public string? LastFailureCode { get; init; }

    /// <summary>Failures since it last answered well.</summary>
    public int Failures { get; init; }
}
