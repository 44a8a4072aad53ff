using Shopkeeper.Shopify;

namespace Shopkeeper.Simulation.Tests.Platform;

/// <summary>What Shopify knows of one shop and the app in it.</summary>
internal sealed class ShopAtShopify(ShopDomain domain, long id)
{
    public ShopDomain Domain => domain;

    public long Id => id;

    /// <summary>Null while the app is not installed.</summary>
    public string? AppInstallation { get; set; }

    /// <summary>What each token that was ever given speaks for.</summary>
    public Dictionary<string, string> Tokens { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <summary>True while a token is taken.</summary>
    public bool Takes(string token) =>
        AppInstallation is not null && Tokens.GetValueOrDefault(token) == AppInstallation;
}
