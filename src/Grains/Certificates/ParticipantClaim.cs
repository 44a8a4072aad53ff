namespace Shopkeeper.Grains.Certificates;

/// <summary>What a participant came to.</summary>
public sealed record ParticipantClaim
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// <c>verified</c>: its separate count, asked after the erasure, was zero; <c>attested</c>: it can't count, and
    /// this is its word alone.
    /// </summary>
    public required string Assurance { get; init; }

    /// <summary>What it erased, by kind.</summary>
    public required IReadOnlyList<CountClaim> Erased { get; init; }
}
