namespace Shopkeeper.Grains.Certificates;

/// <summary>What a participant came to.</summary>
public sealed record ParticipantClaim
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// <c>verified</c>: we asked it to count afterwards, and the count was zero; <c>attested</c>: it can't count.
    /// </summary>
    public required string Assurance { get; init; }

    /// <summary>What it erased, by kind.</summary>
    public required IReadOnlyList<CountClaim> Erased { get; init; }
}
