using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>Reads for operators, over all shops.</summary>
public interface IOperationsReader
{
    /// <summary>Shops with an installation, current or ended and not purged, by domain.</summary>
    /// <param name="state">Only shops in this state.</param>
    /// <param name="dormantBecause">Only shops whose access is not fine, for this reason.</param>
    /// <param name="search">Only domains that contain this, or the shop of this numeric id.</param>
    /// <param name="page">Which part.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Page<ShopSummary>> ListShopsAsync(
        ShopState? state,
        AccessState? dormantBecause,
        string? search,
        PageRequest page,
        CancellationToken cancellationToken);

    /// <summary>One shop in detail; null when nothing of it is stored but certificates.</summary>
    Task<ShopDetail?> FindShopAsync(ShopDomain shop, CancellationToken cancellationToken);
}
