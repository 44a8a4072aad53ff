using Shopkeeper.Grains.Abstractions.Paging;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>Counts what is left of all ended installations, whose shops' names are mostly not known any more.</summary>
public interface IResidueAudit
{
    /// <summary>Ended installations by id, those that are certified too, each with what is left of it now.</summary>
    Task<Page<EndedResidue>> ListAsync(PageRequest page, CancellationToken cancellationToken);
}
