using Shopkeeper.Grains.Abstractions.Operations;

namespace Shopkeeper.Frontend.Operations;

/// <summary>A shop in detail.</summary>
/// <param name="Shop">As in the list.</param>
/// <param name="Scopes">The access scopes granted.</param>
/// <param name="Stores">Rows of the newest installation, by store.</param>
/// <param name="Teardowns">Teardowns that are not certified.</param>
public sealed record ShopDetailView(
    ShopView Shop, string Scopes, IReadOnlyList<StoreView> Stores, IReadOnlyList<TeardownView> Teardowns)
{
    internal static ShopDetailView Of(ShopDetail detail) => new(
        ShopView.Of(detail.Summary), detail.Scopes, StoreView.Of(detail.Stores),
        [.. detail.Teardowns.Select(TeardownView.Of)]);
}
