using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Frontend.Operations;

/// <summary>A shop in a list.</summary>
/// <param name="Shop">Its domain.</param>
/// <param name="ShopId">Its numeric id at Shopify.</param>
/// <param name="State">installed, dormant, confirming, tearing-down or stalled.</param>
/// <param name="InstallationId">The newest installation.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="InstalledAt">When it began.</param>
/// <param name="DormantBecause">Why Shopify lets nobody in: refused, needs-grant, frozen, closed, locked or forbidden;
/// null while it does.</param>
/// <param name="DormantSince">Since when it does not.</param>
public sealed record ShopView(
    string Shop, long ShopId, string State, Guid InstallationId, int Generation, DateTimeOffset InstalledAt,
    string? DormantBecause, DateTimeOffset? DormantSince)
{
    internal static ShopView Of(ShopSummary shop) => new(
        shop.Shop.Value, shop.ShopId, Names.Of(shop.State), shop.InstallationId.Value, shop.Generation,
        shop.InstalledAt, shop.Access == AccessState.Fine ? null : Names.Of(shop.Access), shop.DormantSince);
}
