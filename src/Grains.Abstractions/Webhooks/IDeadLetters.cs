using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// Deliveries that were given up. They wait for an operator, until they are older than they are kept
/// (<c>Retention:DeadLetters</c>) or their installation ends.
/// </summary>
public interface IDeadLetters
{
    /// <summary>The most that one order makes due again.</summary>
    const int ReplayMaximum = 500;

    /// <summary>Dead letters, newest first; of one shop or topic, if named.</summary>
    Task<Page<DeadLetter>> ListAsync(
        ShopDomain? shop, string? topic, PageRequest page, CancellationToken cancellationToken);

    /// <summary>One of them; null when there is none of that id.</summary>
    Task<DeadLetter?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>How many a shop has.</summary>
    Task<long> CountAsync(ShopDomain shop, CancellationToken cancellationToken);

    /// <summary>
    /// Makes one due again, from its first attempt and under the same delivery id. Guarded by the shop's current
    /// installation. A second order while it is due finds none.
    /// </summary>
    Task<ReplayReply> ReplayAsync(long id, CancellationToken cancellationToken);

    /// <summary>
    /// The same for those of a shop, or of a topic of it, oldest first, <see cref="ReplayMaximum"/> at most.
    /// </summary>
    Task<ReplayReply> ReplayAllAsync(ShopDomain shop, string? topic, CancellationToken cancellationToken);

    /// <summary>Deletes one with its payload. Its verdict stays.</summary>
    /// <returns>False when there is none of that id.</returns>
    Task<bool> DropAsync(long id, CancellationToken cancellationToken);
}
