using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Webhooks;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Billing;

/// <summary>
/// Keeps what Shopify tells of the shop's subscriptions to the app. Twice is safe: the newest counts.
/// </summary>
internal sealed class AppSubscriptionUpdates(IAppSubscriptionStore subscriptions)
    : WebhookHandler<AppSubscriptionPayload>, IBuiltInHandler
{
    /// <inheritdoc/>
    public override string Topic => WebhookTopics.AppSubscriptionsUpdate;

    /// <inheritdoc/>
    protected override async Task HandleAsync(
        WebhookEnvelope<AppSubscriptionPayload> envelope, CancellationToken cancellationToken)
    {
        var told = envelope.Payload.AppSubscription;
        if (!AppSubscriptionRules.IsOf(told, envelope.Installation)) throw new PoisonDeliveryException("body-unbound");
        if (AppSubscriptionRules.IsOfEarlierStay(told, envelope.Installation)) return;
        var subscription = AppSubscriptionRules.Read(told)
            ?? throw new PoisonDeliveryException(PoisonDeliveryException.PayloadUnreadable);
        await subscriptions.SaveNewerAsync(envelope.Installation.Id, subscription, cancellationToken);
    }
}
