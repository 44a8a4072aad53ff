namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>Why work of a stay waits: an earlier stay of the shop is not yet erased at a participant.</summary>
/// <param name="Participant">The participant's name.</param>
/// <param name="TeardownId">The earlier stay's teardown.</param>
public sealed record ParticipantHold(string Participant, Guid TeardownId);
