using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>All subscriptions of a shop, by name.</summary>
/// <param name="Items">The subscriptions.</param>
/// <param name="NextCursor">Always null: they come on one page.</param>
/// <param name="NextCheckAt">
/// When they are compared with Shopify next; null while Shopify refuses the shop's grant.
/// </param>
/// <param name="LastFailure">
/// Why the last comparison came to no end, after which the subscriptions are shown as they were known before; null when
/// it came to one.
/// </param>
public sealed record SubscriptionsView(
    IReadOnlyList<SubscriptionView> Items, string? NextCursor, DateTimeOffset? NextCheckAt,
    ComparisonFailureView? LastFailure)
{
    internal static SubscriptionsView Of(SubscriptionOverview overview) =>
        new([.. overview.Items.Select(SubscriptionView.Of)], null, overview.NextCheckAt,
            overview is { Failure: { } code, FailedAt: { } at } ? new ComparisonFailureView(code, at) : null);
}
