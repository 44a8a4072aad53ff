using Shopkeeper.Grains.Abstractions.Billing;

namespace Shopkeeper.Frontend.Billing;

/// <summary>How many subscriptions to the app a shop had in one status.</summary>
/// <param name="Status">PENDING, ACCEPTED, ACTIVE, DECLINED, EXPIRED, FROZEN or CANCELLED.</param>
/// <param name="Count">How many.</param>
public sealed record BillingCountView(string Status, long Count)
{
    internal static IReadOnlyList<BillingCountView> Of(IEnumerable<AppSubscriptionCount> counts) =>
        [.. counts.Select(one => new BillingCountView(one.Status, one.Count))];
}
