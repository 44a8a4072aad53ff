using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>What is known of a delivery when it is classified.</summary>
internal sealed record DeliveryFacts
{
    /// <summary>The delivery. Its headers are hints: only the body is signed.</summary>
    public required InboxDelivery Delivery { get; init; }

    /// <summary>The shop that the body names; null when the body is no JSON object that can be read.</summary>
    public required BodyIdentity? Identity { get; init; }

    /// <summary>The shop's installation that has not ended, or null.</summary>
    public required Installation? Current { get; init; }

    /// <summary>The shop's numeric id where only a teardown still knows it; null where none does.</summary>
    public long? TornDownShopId { get; init; }

    /// <summary>True while an ended installation of the shop is being torn down.</summary>
    public bool IsTearingDown { get; init; }

    /// <summary>
    /// For ends: true when the same body already ended an installation of the shop, or asked to erase one that had
    /// ended.
    /// </summary>
    public bool SawSameBody { get; init; }

    /// <summary>
    /// For <c>shop/redact</c>: true while an earlier installation ended and its redact has not arrived.
    /// </summary>
    public bool AwaitsRedact { get; init; }
}
