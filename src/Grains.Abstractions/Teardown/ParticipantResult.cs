namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>What a participant did.</summary>
public sealed record ParticipantResult
{
    /// <summary>The participant's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it erased, by kind.</summary>
    public required IReadOnlyList<StoreCount> Erased { get; init; }

    /// <summary><c>verified</c>: our own count was zero; <c>attested</c>: its word.</summary>
    public required string Assurance { get; init; }
}
