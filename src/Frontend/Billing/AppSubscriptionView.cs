using Shopkeeper.Grains.Abstractions.Billing;

namespace Shopkeeper.Frontend.Billing;

/// <summary>A shop's subscription to the app, as Shopify last told of it.</summary>
/// <param name="Id">Shopify's id (a GID).</param>
/// <param name="Status">PENDING, ACCEPTED, ACTIVE, DECLINED, EXPIRED, FROZEN or CANCELLED.</param>
/// <param name="Name">The plan's name.</param>
/// <param name="Price">The price; null where Shopify does not say.</param>
/// <param name="Currency">The price's currency.</param>
/// <param name="Interval">Such as every_30_days.</param>
/// <param name="PlanHandle">The plan's handle.</param>
/// <param name="UpdatedAt">When Shopify last changed it.</param>
public sealed record AppSubscriptionView(
    string Id, string Status, string Name, string? Price, string? Currency, string? Interval, string? PlanHandle,
    DateTimeOffset UpdatedAt)
{
    internal static IReadOnlyList<AppSubscriptionView> Of(IEnumerable<AppSubscription> subscriptions) =>
    [
        .. subscriptions.Select(told => new AppSubscriptionView(
            told.Id, told.Status, told.Name, told.Price, told.Currency, told.Interval, told.PlanHandle,
            told.UpdatedAt)),
    ];
}
