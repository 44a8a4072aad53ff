using Shopkeeper.Grains.Abstractions.Operations;

namespace Shopkeeper.Frontend.Operations;

/// <summary>Why jobs and deliveries of a shop wait.</summary>
/// <param name="Participant">The participant keyed by shop that they write to.</param>
/// <param name="TeardownId">The earlier stay's teardown, which has not settled it.</param>
public sealed record ParticipantHoldView(string Participant, Guid TeardownId)
{
    internal static ParticipantHoldView Of(ParticipantHold hold) => new(hold.Participant, hold.TeardownId);
}
