using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Access;

/// <summary>
/// Reads from <c>shop/update</c> that a shop fell asleep or woke up: Shopify sends no <c>app/uninstalled</c> for
/// either. It is a hint alone: it makes a check due.
/// </summary>
internal sealed class PlanHints(IInstallationStore installations, IAccessChecks checks, IWorkSignals signals)
{
    /// <summary>Looks at a delivery whose body names no other shop than its own.</summary>
    public async Task NoteAsync(InboxDelivery delivery, Installation held, CancellationToken cancellationToken)
    {
        if (delivery.Topic != WebhookTopics.ShopUpdate) return;
        if (!WebhookBody.TryIdentify(delivery.Topic, delivery.Body, out var named) || !named.IsBound) return;
        if (ShopPlan.Read(delivery.Body) is not { } plan) return;

        // What the shop's actor holds can be older than what is known of its access by now.
        if (await installations.FindAsync(held.Id, cancellationToken) is not { EndedAt: null } current) return;
        if (!AccessRules.IsHint(plan, current.Access)) return;
        await checks.MakeDueAsync(current.Id, cancellationToken);
        signals.Notify(WorkKind.AccessChecks);
    }
}
