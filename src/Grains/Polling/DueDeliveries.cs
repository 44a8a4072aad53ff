using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Polling;

/// <summary>Deliveries in the inbox: their shop handles them.</summary>
internal sealed class DueDeliveries(IWebhookInbox inbox, IGrainFactory grains) : IDueWork<ShopDomain>
{
    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.Deliveries;

    /// <inheritdoc/>
    public Task<IReadOnlyList<ShopDomain>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        inbox.FindDueShopsAsync(limit, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> PokeAsync(ShopDomain key, CancellationToken cancellationToken) =>
        grains.GetGrain<IShopWebhooks>(key.Value).DrainAsync(cancellationToken);
}
