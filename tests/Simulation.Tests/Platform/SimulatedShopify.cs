using System.Text;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Tokens;

namespace Shopkeeper.Simulation.Tests.Platform;

/// <summary>Shopify: who has the app installed, which tokens it takes, and what it delivers.</summary>
internal sealed class SimulatedShopify
{
    /// <summary>How long after an uninstall Shopify asks for the shop's data, unless it is installed again.</summary>
    public static readonly TimeSpan RedactAfter = TimeSpan.FromHours(48);

    private readonly Dictionary<string, string> _codes = new(StringComparer.Ordinal);
    private readonly SimulationKernel _kernel;
    private int _named;

    public SimulatedShopify(SimulationKernel kernel)
    {
        _kernel = kernel;
        Refreshes = new RefreshWatch(kernel, EraOf);
        Mistake = new Misconfiguration(kernel);
    }

    public List<ShopAtShopify> Shops { get; } = [];

    public List<OutgoingDelivery> Outbox { get; } = [];

    /// <summary>Which refreshes are under way.</summary>
    public RefreshWatch Refreshes { get; }

    /// <summary>What is wrong with how it is called.</summary>
    public Misconfiguration Mistake { get; }

    public DateTimeOffset Now => _kernel.Time.Now;

    /// <summary>Told when one of our calls ends an installation of the app: the shop, and what the token spoke for.
    /// </summary>
    public Action<ShopAtShopify, string> OnRevoked { get; set; } = (_, _) => { };

    public ShopAtShopify this[ShopDomain domain]
    {
        get
        {
            foreach (var shop in Shops)
            {
                if (shop.Domain == domain) return shop;
            }

            throw new SimulationException($"Shopify knows no shop {domain.Value}.");
        }
    }

    public ShopAtShopify AddShop(int number)
    {
        var shop = new ShopAtShopify(ShopDomain.Parse($"shop-{number}.myshopify.com"), 1_000 + number);
        Shops.Add(shop);
        return shop;
    }

    /// <summary>The merchant agrees: the app is in the shop, and a code is on its way to us.</summary>
    public string Authorize(ShopAtShopify shop)
    {
        if (shop.AppInstallation is null)
        {
            shop.AppInstallation = $"gid://shopify/AppInstallation/{++_named}";
            shop.Books.Add(new PairBook($"{_named}", expires: _kernel.Chance.Below(3) > 0));
        }

        var code = $"code-{++_named}";
        _codes.Add(code, shop.AppInstallation);
        return code;
    }

    /// <summary>Tokens for a code or a session token, once; null where it is spent or speaks for what has ended.
    /// </summary>
    public TokenGrant? Exchange(ShopAtShopify shop, string code) =>
        _codes.Remove(code, out var installation) && installation == shop.AppInstallation
            ? shop.Book!.Grant(Now)
            : null;

    /// <summary>A pair for a token that does not expire. Whether a lost answer is given again nobody knows.</summary>
    public TokenGrant? Migrate(ShopAtShopify shop, AccessToken access) =>
        shop.Book?.Migrate(access, givesAgain: _kernel.Chance.Below(2) == 0, Now);

    /// <summary>The merchant removes the app, or a call of ours does.</summary>
    public void End(ShopAtShopify shop)
    {
        if (shop.AppInstallation is not { } installation) return;
        shop.AppInstallation = null;
        shop.Book!.IsDead = true;
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
            TriggeredAt = Now,
            NotBefore = Now + after,
        };
        Outbox.Add(delivery);
        return delivery;
    }

    /// <summary>What is to be sent now.</summary>
    public List<OutgoingDelivery> Due() =>
        Outbox.FindAll(one => !one.IsAnswered && !one.IsOnTheWay && one.NotBefore <= Now);

    private string? EraOf(AccessToken refresh)
    {
        foreach (var shop in Shops)
        {
            foreach (var book in shop.Books)
            {
                if (book.EraOf(refresh) is { } era) return era;
            }
        }

        return null;
    }
}
