using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>Gathers what <see cref="DeliveryRules"/> decides by; reads no more than the topic needs.</summary>
internal sealed class DeliveryClassifier(ITeardownStore teardowns, IKeyedHash hash)
{
    /// <summary>Reads the facts and decides.</summary>
    public async Task<DeliveryDecision> ClassifyAsync(
        InboxDelivery delivery, Installation? current, CancellationToken cancellationToken)
    {
        BodyIdentity? identity = WebhookBody.TryIdentify(delivery.Topic, delivery.Body, out var read) ? read : null;
        var teardown = current is null ? await teardowns.FindLatestAsync(delivery.Shop, cancellationToken) : null;
        var claimsEnd = identity is not null && DeliveryRules.ClaimsEnd(delivery.Topic);
        return DeliveryRules.Decide(new DeliveryFacts
        {
            Delivery = delivery,
            Identity = identity,
            Current = current,
            IsTearingDown = teardown is not null,
            TornDownShopId = teardown?.ShopId,
            SawSameBody = claimsEnd && current is not null
                && await teardowns.HasSeenBodyAsync(delivery.Shop, BodyHash(delivery), cancellationToken),
            AwaitsRedact = claimsEnd && delivery.Topic == WebhookTopics.ShopRedact
                && await teardowns.AwaitsRedactAsync(delivery.Shop, cancellationToken),
        });
    }

    /// <summary>The keyed hash by which a body that spoke of an end is known again, lower-case hex.</summary>
    public string BodyHash(InboxDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return Convert.ToHexStringLower(hash.Compute("body", delivery.Body));
    }
}
