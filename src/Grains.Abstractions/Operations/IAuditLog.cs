using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>What operators ordered. It names shops by keyed hash only.</summary>
public interface IAuditLog
{
    /// <summary>Writes down, durably, that an order begins. Before anything is done.</summary>
    /// <exception cref="StorageUnavailableException">It can't be written: then nothing may be done.</exception>
    Task BeginAsync(AuditedOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// Writes down how it ended. An order that has no end stands there as one nobody knows the end of.
    /// </summary>
    Task CompleteAsync(Guid order, AuditOutcome outcome, CancellationToken cancellationToken);

    /// <summary>Entries, newest first.</summary>
    Task<Page<AuditEntry>> ListAsync(AuditFilter filter, PageRequest page, CancellationToken cancellationToken);
}
