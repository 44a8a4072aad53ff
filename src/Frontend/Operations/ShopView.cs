using Shopkeeper.Grains.Abstractions.Operations;

namespace Shopkeeper.Frontend.Operations;

/// <summary>A shop in a list.</summary>
/// <param name="Shop">Its domain.</param>
/// <param name="ShopId">Its numeric id at Shopify.</param>
/// <param name="State">installed, dormant, confirming, tearing-down or stalled.</param>
/// <param name="InstallationId">The newest installation.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="InstalledAt">When it began.</param>
public sealed record ShopView(
    string Shop, long ShopId, string State, Guid InstallationId, int Generation, DateTimeOffset InstalledAt)
{
    internal static ShopView Of(ShopSummary shop) => new(
        shop.Shop.Value, shop.ShopId, Names.Of(shop.State), shop.InstallationId.Value, shop.Generation,
        shop.InstalledAt);
}
