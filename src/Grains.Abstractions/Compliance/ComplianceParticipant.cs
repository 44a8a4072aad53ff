using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>How far a participant is with a request.</summary>
public sealed record ComplianceParticipant
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>answered</c>, <c>busy</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why it failed, as a code.</summary>
    public string? Code { get; init; }

    /// <summary>Calls that failed.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was asked first.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>When it is asked next; null once it has answered, or was given up.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>What it exported or erased, by kind.</summary>
    public IReadOnlyList<StoreCount> Counts { get; init; } = [];
}
