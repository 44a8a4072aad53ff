using System.Text;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Platform;

/// <summary>Shopify: who has the app installed, which tokens it takes, and what it delivers.</summary>
internal sealed class SimulatedShopify(SimulationKernel kernel)
{
    /// <summary>How long after an uninstall Shopify asks for the shop's data, unless it is installed again.</summary>
    public static readonly TimeSpan RedactAfter = TimeSpan.FromHours(48);

    private readonly Dictionary<string, string> _codes = new(StringComparer.Ordinal);
    private int _named;

    public List<ShopAtShopify> Shops { get; } = [];

    public List<OutgoingDelivery> Outbox { get; } = [];

    /// <summary>Told when one of our calls ends an installation of the app: the shop, and what the token spoke for.
    /// </summary>
    public Action<ShopAtShopify, string> OnRevoked { get; set; } = (_, _) => { };

    public ShopAtShopify this[ShopDomain domain] => Shops.First(shop => shop.Domain == domain);

    public ShopAtShopify AddShop(int number)
    {
        var shop = new ShopAtShopify(ShopDomain.Parse($"shop-{number}.myshopify.com"), 1_000 + number);
        Shops.Add(shop);
        return shop;
    }

    /// <summary>The merchant agrees: the app is in the shop, and a code is on its way to us.</summary>
    public string Authorize(ShopAtShopify shop)
    {
        shop.AppInstallation ??= $"gid://shopify/AppInstallation/{++_named}";
        var code = $"code-{++_named}";
        _codes.Add(code, shop.AppInstallation);
        return code;
    }

    /// <summary>A token for a code or a session token, once; null where it is spent or speaks for what has ended.
    /// </summary>
    public string? Exchange(ShopAtShopify shop, string code)
    {
        if (!_codes.Remove(code, out var installation) || installation != shop.AppInstallation) return null;
        var token = $"shpat_{++_named}";
        shop.Tokens.Add(token, installation);
        return token;
    }

    /// <summary>The merchant removes the app, or a call of ours does.</summary>
    public void End(ShopAtShopify shop)
    {
        if (shop.AppInstallation is not { } installation) return;
        shop.AppInstallation = null;
        shop.Subscriptions.Clear();
        Send(shop, WebhookTopics.AppUninstalled, $$"""
            {"id":{{shop.Id}},"myshopify_domain":"{{shop.Domain.Value}}","ended":"{{installation}}"}
            """);
        Send(
            shop,
            WebhookTopics.ShopRedact,
            $$"""{"shop_id":{{shop.Id}},"shop_domain":"{{shop.Domain.Value}}","ended":"{{installation}}"}""",
            RedactAfter);
    }

    public OutgoingDelivery Send(ShopAtShopify shop, string topic, string body, TimeSpan after = default)
    {
        var delivery = new OutgoingDelivery
        {
            WebhookId = $"delivery-{++_named}",
            Shop = shop.Domain,
            Topic = topic,
            Body = Encoding.UTF8.GetBytes(body),
            TriggeredAt = kernel.Time.Now,
            NotBefore = kernel.Time.Now + after,
        };
        Outbox.Add(delivery);
        return delivery;
    }

    /// <summary>What is to be sent now.</summary>
    public List<OutgoingDelivery> Due() =>
        Outbox.FindAll(one => !one.IsAnswered && !one.IsOnTheWay && one.NotBefore <= kernel.Time.Now);
}
