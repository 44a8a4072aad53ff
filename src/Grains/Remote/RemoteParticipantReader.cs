using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Remote;

/// <summary>Asks a silo.</summary>
internal sealed class RemoteParticipantReader(IGrainFactory grains) : IParticipantReader
{
    public async Task<IReadOnlyList<ParticipantHealth>> ListAsync(CancellationToken cancellationToken) =>
        await grains.GetGrain<IParticipantReports>(0).ListAsync(cancellationToken);

    public async Task<IReadOnlyList<ParticipantHold>> FindHoldsAsync(
        ShopDomain shop, int generation, CancellationToken cancellationToken) =>
        await grains.GetGrain<IParticipantReports>(0).FindHoldsAsync(shop, generation, cancellationToken);
}
