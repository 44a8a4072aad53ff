using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Participants;

/// <summary>
/// Keeps the stays of a shop apart in stores that are keyed by shop: a newer stay's work for such a participant, and
/// its teardown's, waits until each earlier stay is erased there. Derived from the rows of teardowns each time, so it
/// is true for all silos and after any crash.
/// </summary>
internal sealed class ParticipantHolds(ParticipantRoster roster, ITeardownStore teardowns)
{
    private readonly ImmutableArray<IErasureParticipant> _keyedByShop =
    [
        .. roster.Outside.Concat(roster.InsideShop)
            .Where(participant => participant.KeyedBy == KeyedBy.Shop)
            .OrderBy(participant => participant.Name, StringComparer.Ordinal),
    ];

    /// <summary>True when one of these is keyed by shop, so that its work may ever have to wait.</summary>
    public bool MayHold(IEnumerable<string> participants) => participants.Any(
        name => _keyedByShop.Any(participant => participant.Name == name));

    /// <summary>The participants that a stay has to wait for.</summary>
    public async Task<IReadOnlyList<ParticipantHold>> FindAsync(
        ShopDomain shop, int generation, CancellationToken cancellationToken)
    {
        if (_keyedByShop.IsEmpty) return [];
        var ended = await teardowns.ListEndedAsync(shop, cancellationToken);
        return
        [
            .. from record in ended
               where record.Generation < generation
               from participant in _keyedByShop
               where !ParticipantRules.IsSettledIn(record, participant)
               select new ParticipantHold { Participant = participant.Name, TeardownId = record.Id },
        ];
    }

    /// <summary>True when one of the participants that a piece of work writes to has to be waited for.</summary>
    public async Task<bool> IsHeldAsync(
        Installation stay, IReadOnlyList<string> participants, CancellationToken cancellationToken) =>
        MayHold(participants)
        && (await FindAsync(stay.Shop, stay.Generation, cancellationToken))
            .Any(hold => participants.Contains(hold.Participant, StringComparer.Ordinal));

    /// <summary>True when a teardown may not ask this participant yet.</summary>
    public async Task<bool> MustWaitAsync(
        IErasureParticipant participant, TeardownRecord record, CancellationToken cancellationToken) =>
        participant.KeyedBy == KeyedBy.Shop
        && (await FindAsync(record.Shop, record.Generation, cancellationToken))
            .Any(hold => hold.Participant == participant.Name);
}
