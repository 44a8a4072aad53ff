using Shopkeeper.Frontend.Billing;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Operations;

namespace Shopkeeper.Frontend.Operations;

/// <summary>A shop in detail.</summary>
/// <param name="Shop">As in the list.</param>
/// <param name="Scopes">The access scopes granted.</param>
/// <param name="WebhooksMissing">
/// Webhook subscriptions that are wanted and not there; the shop's <c>GET /api/webhooks</c> says why.
/// </param>
/// <param name="Stores">Rows of the newest installation, by store.</param>
/// <param name="Teardowns">Teardowns that are not certified.</param>
/// <param name="Holds">Participants keyed by shop that the newest stay's jobs and deliveries wait for.</param>
/// <param name="Billing">The shop's subscriptions to the app, the newest first.</param>
/// <param name="DeadLetters">Deliveries of the shop that were given up.</param>
public sealed record ShopDetailView(
    ShopView Shop, string Scopes, long WebhooksMissing, IReadOnlyList<StoreView> Stores,
    IReadOnlyList<TeardownView> Teardowns, IReadOnlyList<ParticipantHoldView> Holds,
    IReadOnlyList<AppSubscriptionView> Billing, long DeadLetters)
{
    /// <summary>
    /// Wanted scopes (<c>Shopify:Scopes</c>) that are not granted; none of a shop where the app is not installed.
    /// </summary>
    public IReadOnlyList<string> MissingScopes { get; init; } = [];

    internal static ShopDetailView Of(
        ShopDetail detail, IReadOnlyList<ParticipantHold> holds, IReadOnlyList<AppSubscription> billing,
        long deadLetters) => new(
        ShopView.Of(detail.Summary), detail.Scopes, detail.WebhooksMissing, StoreView.Of(detail.Stores),
        [.. detail.Teardowns.Select(TeardownView.Of)], [.. holds.Select(ParticipantHoldView.Of)],
        AppSubscriptionView.Of(billing), deadLetters);
}
