using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>
/// What becomes of a delivery. Headers are unsigned, so a captured body may come back under another shop, topic or
/// time; no delivery ends anything by itself, and one that names another shop is of no use at all.
/// </summary>
internal static class DeliveryRules
{
    /// <summary>Decides.</summary>
    public static DeliveryDecision Decide(DeliveryFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Identity is not { } identity || NamesAnother(identity, facts))
            return new DeliveryDecision.Complete(Verdict.Refused);
        if (facts.Current is not { } current)
            return WithoutInstallation(facts, identity);
        if (BelongsToEarlier(facts.Delivery, current))
            return OfEarlier(facts, identity);
        return facts.Delivery.Topic switch
        {
            WebhookTopics.AppUninstalled =>
                Open(EndCause.UninstalledByMerchant, EndEvidence.Uninstalled, facts, identity),
            WebhookTopics.ShopRedact when IsNotedRedact(facts, identity) => new DeliveryDecision.NoteRedact(),
            WebhookTopics.ShopRedact => Open(EndCause.RedactRequested, EndEvidence.Redact, facts, identity),
            _ => new DeliveryDecision.Handle(),
        };
    }

    /// <summary>True for the topics whose delivery claims that an installation ended.</summary>
    public static bool ClaimsEnd(string topic) => topic is WebhookTopics.AppUninstalled or WebhookTopics.ShopRedact;

    private static bool NamesAnother(BodyIdentity identity, DeliveryFacts facts) =>
        (identity.Shop is { } shop && shop != facts.Delivery.Shop)
        || (identity.ShopId is { } id && (facts.Current?.ShopId ?? facts.TornDownShopId) is { } known && id != known);

    // Recorded before the current stay's deliveries begin: whatever it says is about the one before, or about no stay
    // of ours. To whom it is bound counts more: a reset hands on what the stay before had claimed.
    private static bool BelongsToEarlier(InboxDelivery delivery, Installation current) =>
        delivery.Installation is { } bound
            ? bound != current.Id
            : delivery.RecordedAt < (current.DeliveriesSince ?? current.StartedAt);

    private static DeliveryDecision WithoutInstallation(DeliveryFacts facts, BodyIdentity identity)
    {
        if (IsNotedRedact(facts, identity)) return new DeliveryDecision.NoteRedact();
        return new DeliveryDecision.Complete(
            facts.IsTearingDown ? Verdict.Stale : Verdict.UnknownShop, IsSpent(facts, identity));
    }

    private static DeliveryDecision OfEarlier(DeliveryFacts facts, BodyIdentity identity)
    {
        if (IsNotedRedact(facts, identity)) return new DeliveryDecision.NoteRedact();
        return new DeliveryDecision.Complete(
            WebhookTopics.IsLifecycle(facts.Delivery.Topic) ? Verdict.Stale : Verdict.Purged,
            IsSpent(facts, identity));
    }

    // What came after an end that an operator ordered, say. A body that names no shop proves nothing anyway.
    private static bool IsSpent(DeliveryFacts facts, BodyIdentity identity) =>
        facts.Delivery.Topic == WebhookTopics.AppUninstalled && identity.IsBound;

    // An id alone names the shop only where the shop's own id is still known to compare with.
    private static bool IsNotedRedact(DeliveryFacts facts, BodyIdentity identity) =>
        facts.Delivery.Topic == WebhookTopics.ShopRedact
        && facts.AwaitsRedact
        && (identity.Shop is not null || (identity.ShopId ?? -1) == (facts.Current?.ShopId ?? facts.TornDownShopId));

    private static DeliveryDecision.OpenEnd Open(
        EndCause cause, string delivery, DeliveryFacts facts, BodyIdentity identity)
    {
        if (!identity.IsBound) return new(cause, Proves: false, [delivery, EndEvidence.BodyUnbound]);
        return facts.SawSameBody
            ? new(cause, Proves: false, [delivery, EndEvidence.BodySeenBefore])
            : new(cause, Proves: true, [delivery]);
    }
}
