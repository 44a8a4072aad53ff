using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// Tells a shop's actor that the current installation's row has changed, so that sessions are answered by what it says
/// now.
/// </summary>
internal sealed class ShopNews(IGrainFactory grains)
{
    /// <summary>Sends the word; nobody waits for what comes of it.</summary>
    public Task TellAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        grains.GetGrain<IShopLifecycle>(shop.Value).ReadAgainAsync(cancellationToken);
}
