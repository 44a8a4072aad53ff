using Shopkeeper.Frontend.Billing;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Frontend.Operations;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.BackEnds;

/// <summary>A shop as the app's back ends see it.</summary>
/// <param name="Shop">Its domain.</param>
/// <param name="Installed">True while the app is installed.</param>
/// <param name="State">installed, dormant (Shopify refuses its token), confirming (its end is claimed), tearing-down
/// or not-installed.</param>
/// <param name="InstallationId">The current installation; null without one.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Scopes">The access scopes granted, comma separated.</param>
/// <param name="InstalledAt">When it began.</param>
/// <param name="DormantBecause">Why Shopify lets nobody in: refused, needs-grant, frozen, closed, locked or forbidden;
/// null while it does.</param>
/// <param name="DormantSince">Since when it does not.</param>
/// <param name="Billing">The shop's subscriptions to the app, the newest first.</param>
public sealed record ServiceShopView(
    string Shop, bool Installed, string State, Guid? InstallationId, int? Generation, string? Scopes,
    DateTimeOffset? InstalledAt, string? DormantBecause, DateTimeOffset? DormantSince,
    IReadOnlyList<AppSubscriptionView> Billing)
{
    internal static ServiceShopView Of(
        ShopDomain shop, Installation? current, TeardownRecord? teardown,
        IReadOnlyList<AppSubscription> billing) => new(
        shop.Value, current is not null, StateOf(current, teardown), current?.Id.Value, current?.Generation,
        current?.Scopes, current?.StartedAt,
        current is { Access: not AccessState.Fine } ? Names.Of(current.Access) : null, current?.AccessLostAt,
        AppSubscriptionView.Of(billing));

    private static string StateOf(Installation? current, TeardownRecord? teardown) => (current, teardown) switch
    {
        (null, null) => "not-installed",
        (null, _) => "tearing-down",
        (_, not null) => "confirming",
        ({ Access: not AccessState.Fine }, _) => "dormant",
        _ => "installed",
    };
}
