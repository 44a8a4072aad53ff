using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>
/// Our own stores that may name a customer: deliveries that wait or that were given up. Everything else that is stored
/// of a shop is about the shop, its staff or its products.
/// </summary>
public interface ICustomerDeliveries
{
    /// <summary>Deliveries of a shop recorded until then, by their order, dead letters among them.</summary>
    Task<IReadOnlyList<StoredDelivery>> ListAsync(
        ShopDomain shop, DateTimeOffset until, long after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Drops deliveries that are dead, or live, as they were when they were listed; their verdict becomes purged.
    /// </summary>
    /// <returns>How many were there still.</returns>
    Task<int> DropAsync(IReadOnlyList<StoredDelivery> deliveries, CancellationToken cancellationToken);
}
