namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>Why work of a stay waits: an earlier stay of the shop is not yet erased at a participant.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.ParticipantHold)]
public sealed record ParticipantHold
{
    /// <summary>The participant's name.</summary>
    [Id(0)]
    public required string Participant { get; init; }

    /// <summary>The earlier stay's teardown.</summary>
    [Id(1)]
    public required Guid TeardownId { get; init; }
}
