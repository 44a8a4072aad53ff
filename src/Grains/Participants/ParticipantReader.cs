using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants.Http;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Participants;

internal sealed class ParticipantReader(
    ParticipantRoster roster, IParticipantNotes notes, ParticipantHolds holds, ITeardownStore teardowns)
    : IParticipantReader
{
    private const int PageRows = 250;

    public async Task<IReadOnlyList<ParticipantHealth>> ListAsync(CancellationToken cancellationToken)
    {
        var asked = (await ReadAskedAsync(cancellationToken))
            .ToLookup(progress => progress.Name, StringComparer.Ordinal);
        var noted = await notes.ListAsync(cancellationToken);
        return
        [
            .. roster.InsideShop.Concat(roster.Outside)
                .OrderBy(participant => participant.Name, StringComparer.Ordinal)
                .Select(participant => Health(
                    participant,
                    [.. asked[participant.Name]],
                    noted.FirstOrDefault(note => note.Name == participant.Name))),
        ];
    }

    public Task<IReadOnlyList<ParticipantHold>> FindHoldsAsync(
        ShopDomain shop, int generation, CancellationToken cancellationToken) =>
        holds.FindAsync(shop, generation, cancellationToken);

    private static ParticipantHealth Health(
        IErasureParticipant participant, ParticipantProgress[] asked, ParticipantNote? note)
    {
        var failing = asked.Where(progress => progress.State == ParticipantState.Failed).ToArray();
        return new ParticipantHealth
        {
            Name = participant.Name,
            Kind = participant is HttpParticipant ? "http" : "code",
            KeyedBy = participant.KeyedBy,
            InsideShop = participant.InsideShop,
            Waiting = asked.Count(progress => !ParticipantRules.IsSettled(progress)),
            Failing = failing.Length,
            GivenUp = failing.Count(ParticipantRules.IsGivenUp),
            LastSuccessAt = note?.LastSuccessAt,
            LastFailureAt = note?.LastFailureAt,
            LastFailureCode = note?.LastFailureCode,
            ConsecutiveFailures = note?.Failures ?? 0,
        };
    }

    /// <summary>How far each teardown is with each participant.</summary>
    private async Task<List<ParticipantProgress>> ReadAskedAsync(CancellationToken cancellationToken)
    {
        var asked = new List<ParticipantProgress>();
        string? cursor = null;
        do
        {
            var page = await teardowns.ListAsync(null, null, new PageRequest(cursor, PageRows), cancellationToken);
            asked.AddRange(page.Items
                .Where(record => record.EndedAt is not null)
                .SelectMany(Current));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return asked;
    }

    // The later step's word counts; one that a teardown has not come to yet waits too.
    private IEnumerable<ParticipantProgress> Current(TeardownRecord record)
    {
        var verify = SagaRules.ProgressOf(record, StepNames.VerifyResidue);
        var erase = SagaRules.ProgressOf(record, StepNames.EraseParticipants);
        var step = verify.Status == StepStatus.Running && verify.Asked.Count > 0 ? verify : erase;
        return erase.Status == StepStatus.Pending && erase.Asked.Count == 0
            ? ParticipantRules.Merge([], roster.Outside, ParticipantOperation.Plan)
            : step.Asked;
    }
}
