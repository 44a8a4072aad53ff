using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>Counts what is left of all ended installations, whose shops' names are mostly not known any more.</summary>
public interface IResidueAudit
{
    /// <summary>Ended installations by id, those that are certified too, each with what is left of it now.</summary>
    Task<Page<EndedResidue>> ListAsync(PageRequest page, CancellationToken cancellationToken);

    /// <summary>What is left of a shop's ended installations, newest first.</summary>
    Task<ShopResidue> ListOfShopAsync(ShopDomain shop, PageRequest page, CancellationToken cancellationToken);
}
