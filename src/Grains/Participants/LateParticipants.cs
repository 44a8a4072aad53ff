using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Participants;

/// <summary>
/// Finds stores keyed by shop that were registered when a teardown had already asked its participants, while a newer
/// stay of the shop exists. Nothing kept that stay's work from them, so what such a store counts may be the newer
/// stay's, and erasing it would be, too: the teardown does not ask it, and tells so in its certificate.
/// </summary>
internal sealed class LateParticipants(ITeardownStore teardowns, IInstallationStore installations)
{
    /// <summary>Why it is not erased, as a code.</summary>
    public const string NewerStay = "newer-stay";

    /// <summary>Those of the participants that the teardown may not ask.</summary>
    public async Task<ImmutableArray<IErasureParticipant>> FindAsync(
        TeardownRecord record,
        ImmutableArray<IErasureParticipant> participants,
        CancellationToken cancellationToken)
    {
        ImmutableArray<IErasureParticipant> late =
        [
            .. participants.Where(
                participant => participant.KeyedBy == KeyedBy.Shop && CameLate(record, participant.Name)),
        ];
        return late.IsEmpty || await HasNewerStayAsync(record, cancellationToken) ? late : [];
    }

    /// <summary>What the certificate says of one: nobody knows what it holds of the ended stay.</summary>
    public static NotErased Tell(IErasureParticipant participant) =>
        new() { Store = $"participant:{participant.Name}", Kind = "unknown", Reason = NewerStay };

    // The step's first run takes up all that are registered: a newer stay's work for those has waited from its start.
    private static bool CameLate(TeardownRecord record, string participant)
    {
        var asked = SagaRules.ProgressOf(record, StepNames.EraseParticipants).Asked;
        var hasAsked = asked.Count > 0 || record.Steps.Any(step => step.Name == StepNames.VerifyResidue);
        return hasAsked && asked.All(progress => progress.Name != participant);
    }

    private async Task<bool> HasNewerStayAsync(TeardownRecord record, CancellationToken cancellationToken)
    {
        var current = await installations.FindCurrentAsync(record.Shop, cancellationToken);
        if (current?.Generation > record.Generation) return true;
        var ended = await teardowns.ListEndedAsync(record.Shop, cancellationToken);
        return ended.Any(other => other.Generation > record.Generation);
    }
}
