using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Hosting;
using Shopkeeper.Simulator.Shops;
using Shopkeeper.Simulator.Webhooks;

namespace Shopkeeper.Simulator.Admin;

/// <summary>
/// Ends an installation, whoever asks: the merchant, <c>appUninstall</c> or the REST call. Tokens and API-created
/// subscriptions are gone first, then <c>app/uninstalled</c> is sent to whoever was subscribed.
/// </summary>
internal sealed class AppEnd(AppRegistration registration, Courier courier, SimulatorOptions options)
{
    /// <param name="shop">Where.</param>
    /// <param name="request">How the delivery fares.</param>
    /// <param name="only">Ends only this installation; null ends whichever is in place.</param>
    /// <returns>The deliveries; null when there was nothing to end.</returns>
    public IReadOnlyList<Delivery>? Uninstall(Shop shop, UninstallRequest request, Installation? only = null)
    {
        if (shop.Uninstall(only) is not { } ended) return null;
        if (!request.Send) return [];
        var deliveries = courier.Raise(shop, ended, new EventRequest
        {
            Topic = WebhookTopics.AppUninstalled, Delay = request.Delay, Hold = request.Hold,
        });
        if (registration.Current.SendShopRedact)
        {
            courier.Later(options.ShopRedactAfter, () =>
                courier.Raise(shop, null, new EventRequest { Topic = WebhookTopics.ShopRedact }));
        }

        return deliveries;
    }
}
