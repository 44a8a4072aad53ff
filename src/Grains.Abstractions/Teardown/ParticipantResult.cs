namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>What a participant did.</summary>
[GenerateSerializer, Immutable]
[Alias(Aliases.ParticipantResult)]
public sealed record ParticipantResult
{
    /// <summary>The participant's name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What it erased, by kind.</summary>
    [Id(1)]
    public required IReadOnlyList<StoreCount> Erased { get; init; }

    /// <summary>
    /// <c>verified</c>: its separate count, asked after the erasure, was zero; <c>attested</c>: it can't count, and
    /// this is its word alone; <c>planned</c>: a preview, nothing was erased; <c>unknown</c>: a preview, and it could
    /// not be asked.
    /// </summary>
    [Id(2)]
    public required string Assurance { get; init; }

    /// <summary>Why it could not be asked, as a code; null otherwise.</summary>
    [Id(3)]
    public string? Code { get; init; }
}
