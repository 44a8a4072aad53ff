using Shopkeeper.Frontend.Operations;
using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Frontend.Compliance;

/// <summary>How far a participant is with a request.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">answered, busy or failed.</param>
/// <param name="Code">Why it failed or waits, as a code.</param>
/// <param name="Attempts">Calls that failed.</param>
/// <param name="NextAttemptAt">When it is asked next; null once it has answered or was given up.</param>
/// <param name="Counts">What it exported or erased, by kind.</param>
public sealed record ComplianceParticipantView(
    string Name, string State, string? Code, int Attempts, DateTimeOffset? NextAttemptAt,
    IReadOnlyList<StoreView> Counts)
{
    internal static ComplianceParticipantView Of(ComplianceParticipant participant) => new(
        participant.Name, participant.State, participant.Code, participant.Attempts, participant.NextAt,
        StoreView.Of(participant.Counts));
}
