using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>
/// <see cref="IParticipantReader"/> on a silo, where the participants are. For a front end, which has none. Key: 0.
/// </summary>
[Alias(Aliases.IParticipantReports)]
public interface IParticipantReports : IGrainWithIntegerKey
{
    /// <summary>As <see cref="IParticipantReader.ListAsync"/>.</summary>
    [Alias("List"), SafeToRepeat]
    Task<ParticipantHealth[]> ListAsync(CancellationToken cancellationToken);

    /// <summary>As <see cref="IParticipantReader.FindHoldsAsync"/>.</summary>
    [Alias("FindHolds"), SafeToRepeat]
    Task<ParticipantHold[]> FindHoldsAsync(ShopDomain shop, int generation, CancellationToken cancellationToken);
}
