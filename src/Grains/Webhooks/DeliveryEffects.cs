using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Access;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>
/// Carries out what was decided of a delivery. Each effect may be repeated: the row goes last, or with it.
/// </summary>
internal sealed class DeliveryEffects(
    IWebhookInbox inbox,
    IInstallationStore installations,
    ITeardownStore teardowns,
    DeliveryClassifier classifier,
    HandlerCall handlers,
    ScopeUpdates scopes,
    PlanHints plans,
    IWorkSignals signals,
    TimeProvider clock)
{
    /// <summary>Carries it out and completes the delivery.</summary>
    /// <returns>The verdict.</returns>
    /// <exception cref="InstallationEndedException">The installation held is not the current one.</exception>
    public Task<Verdict> CarryOutAsync(
        DeliveryDecision decision,
        InboxDelivery delivery,
        Installation? current,
        CancellationToken cancellationToken) =>
        decision switch
        {
            DeliveryDecision.Complete complete =>
                DropAsync(delivery, complete, current, cancellationToken),
            DeliveryDecision.NoteRedact => NoteRedactAsync(delivery, cancellationToken),
            DeliveryDecision.OpenEnd open => OpenAsync(open, delivery, Required(current), cancellationToken),
            DeliveryDecision.Handle => HandleAsync(delivery, Required(current), cancellationToken),
            _ => throw new InvalidOperationException("A decision that nobody carries out."),
        };

    private static Installation Required(Installation? current) =>
        current ?? throw new InvalidOperationException("Without an installation there is nothing to end or to handle.");

    // Bound to another stay is not always to an earlier one: an activation that does not know that its own is over
    // would drop what is the next one's. While the stay held is the current one, it is an earlier one's.
    private async Task<Verdict> DropAsync(
        InboxDelivery delivery,
        DeliveryDecision.Complete complete,
        Installation? current,
        CancellationToken cancellationToken)
    {
        if (current is not null && delivery.Installation is { } bound && bound != current.Id
            && await installations.FindAsync(current.Id, cancellationToken) is not { EndedAt: null })
        {
            throw new InstallationEndedException(current.Id);
        }

        if (complete.IsSpent)
        {
            await teardowns.NoteSpentBodyAsync(
                delivery.Shop, classifier.BodyHash(delivery), delivery.RecordedAt, cancellationToken);
        }

        return await CompleteAsync(delivery, complete.Verdict, cancellationToken);
    }

    private async Task<Verdict> CompleteAsync(
        InboxDelivery delivery, Verdict verdict, CancellationToken cancellationToken)
    {
        await inbox.CompleteAsync(delivery, verdict, cancellationToken);
        return verdict;
    }

    // Noting it twice, after a crash in between, could at worst count it for two ended installations; both are erased.
    private async Task<Verdict> NoteRedactAsync(InboxDelivery delivery, CancellationToken cancellationToken)
    {
        await teardowns.NoteRedactAsync(
            delivery.Shop, classifier.BodyHash(delivery), delivery.DeliveryHash, cancellationToken);
        return await CompleteAsync(delivery, Verdict.Accepted, cancellationToken);
    }

    private async Task<Verdict> OpenAsync(
        DeliveryDecision.OpenEnd open,
        InboxDelivery delivery,
        Installation current,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await teardowns.OpenAsync(
            new TeardownRecord
            {
                Id = Guid.CreateVersion7(now),
                Installation = current.Id,
                Shop = current.Shop,
                ShopId = current.ShopId,
                Generation = current.Generation,
                Status = TeardownStatus.Confirming,
                Cause = open.Cause,
                Evidence = open.Evidence,
                BodyHash = classifier.BodyHash(delivery),
                BodyNamesShop = open.Proves,
                Deliveries = [delivery.DeliveryHash],
                TriggeredAt = delivery.TriggeredAt,
                OpenedAt = now,
                StartedAt = current.StartedAt,
                DeliveriesSince = current.DeliveriesSince,
                ReauthorizedAt = current.ReauthorizedAt,
                NextAttemptAt = now,
            },
            delivery,
            cancellationToken);
        signals.Notify(WorkKind.Teardowns);
        return Verdict.Accepted;
    }

    private async Task<Verdict> HandleAsync(
        InboxDelivery delivery, Installation current, CancellationToken cancellationToken)
    {
        await scopes.ApplyAsync(delivery, current, cancellationToken);
        await plans.NoteAsync(delivery, current, cancellationToken);

        // Without a handler nothing is done for the installation, so nothing has to be bound to it first: that spares
        // a transaction and a rewritten row.
        if (handlers.HasFor(delivery.Topic))
        {
            if (!await inbox.ClaimAsync(delivery.Id, current.Id, cancellationToken))
                return await CompleteAsync(delivery, Verdict.Purged, cancellationToken);
            await handlers.RunAsync(delivery, current, cancellationToken);
        }

        return await CompleteAsync(delivery, Verdict.Accepted, cancellationToken);
    }
}
