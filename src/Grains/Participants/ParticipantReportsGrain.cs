using Orleans.Concurrency;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Participants;

/// <summary>Reports for processes that have no participants. It keeps nothing.</summary>
[StatelessWorker]
internal sealed class ParticipantReportsGrain(IParticipantReader reader) : Grain, IParticipantReports
{
    public async Task<ParticipantHealth[]> ListAsync(CancellationToken cancellationToken) =>
        [.. await reader.ListAsync(cancellationToken)];

    public async Task<ParticipantHold[]> FindHoldsAsync(
        ShopDomain shop, int generation, CancellationToken cancellationToken) =>
        [.. await reader.FindHoldsAsync(shop, generation, cancellationToken)];
}
