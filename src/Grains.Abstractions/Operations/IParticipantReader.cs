using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>How the participants in erasure fare, for operators.</summary>
public interface IParticipantReader
{
    /// <summary>Every registered participant, by name. Reads all teardowns that are not certified.</summary>
    Task<IReadOnlyList<ParticipantHealth>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Participants keyed by shop that a stay of this generation has to wait for, because an earlier stay of the shop
    /// is not yet erased there.
    /// </summary>
    Task<IReadOnlyList<ParticipantHold>> FindHoldsAsync(
        ShopDomain shop, int generation, CancellationToken cancellationToken);
}
