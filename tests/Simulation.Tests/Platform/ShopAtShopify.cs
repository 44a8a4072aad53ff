using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Tokens;

namespace Shopkeeper.Simulation.Tests.Platform;

/// <summary>What Shopify knows of one shop and the app in it.</summary>
internal sealed class ShopAtShopify(ShopDomain domain, long id)
{
    public ShopDomain Domain => domain;

    public long Id => id;

    /// <summary>Null while the app is not installed.</summary>
    public string? AppInstallation { get; set; }

    /// <summary>The tokens of each installation of the app, the last one's at the end.</summary>
    public List<PairBook> Books { get; } = [];

    /// <summary>The tokens of the installation that is, or was last.</summary>
    public PairBook? Book => Books.Count == 0 ? null : Books[^1];

    public HashSet<string> Subscriptions { get; } = new(StringComparer.Ordinal);
}
