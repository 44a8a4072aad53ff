using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tracing;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>
/// Handles a shop's due deliveries in order. One that fails waits for its next attempt and lets the others go on; one
/// that fails ten times, or that its handler can't ever handle, becomes a dead letter.
/// </summary>
internal sealed partial class DeliveryDrain(
    IWebhookInbox inbox,
    IInstallationStore installations,
    DeliveryClassifier classifier,
    DeliveryEffects effects,
    HeldDeliveries held,
    DeliveryMetrics metrics,
    IOptions<WebhooksOptions> options,
    TimeProvider clock,
    ILogger<DeliveryDrain> logger)
{
    /// <summary>
    /// Handles a batch, or what the turn's time is enough for: installs, ends and commands wait for their turn.
    /// </summary>
    /// <returns>True when more may be due already.</returns>
    /// <exception cref="InstallationEndedException">
    /// The installation held has ended: read the truth again. What was not handled is still due.
    /// </exception>
    /// <exception cref="StorageUnavailableException">
    /// The database does not answer; nothing is counted as an attempt.
    /// </exception>
    public async Task<bool> RunAsync(ShopDomain shop, Installation? current, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var due = await inbox.ReadDueAsync(shop, options.Value.BatchSize, cancellationToken);

        // Where no stay is known, another activation of the shop's actor may have begun one since: it is asked for
        // after the deliveries were read, so that none of that stay's is taken for nobody's.
        if (current is null && due.Count > 0)
            current = await installations.FindCurrentAsync(shop, cancellationToken);
        foreach (var (handled, delivery) in due.Index())
        {
            if (handled > 0 && clock.GetElapsedTime(began) >= options.Value.TurnBudget) return true;
            await HandleAsync(delivery, current, cancellationToken);
        }

        return due.Count == options.Value.BatchSize;
    }

    private async Task HandleAsync(InboxDelivery delivery, Installation? current, CancellationToken cancellationToken)
    {
        using var span = Traces.Begin("delivery handle", delivery.TraceParent);
        span?.SetTag("shopkeeper.delivery.attempt", delivery.Attempts + 1);
        try
        {
            var decision = await classifier.ClassifyAsync(delivery, current, cancellationToken);
            if (decision is DeliveryDecision.Handle
                && await held.PutOffAsync(delivery, current, cancellationToken))
                return;
            var verdict = await effects.CarryOutAsync(decision, delivery, current, cancellationToken);
            metrics.Count(verdict, delivery.Topic);
            span?.SetTag(Traces.Installation, current?.Id.ToString());
            span.Ended(verdict.ToString());
        }
        catch (Exception fault) when (IsOfTheDelivery(fault, cancellationToken))
        {
            span.Ended(await PostponeAsync(delivery, current, fault, cancellationToken), failed: true);
        }
    }

    // The end of the installation, the database's absence and the caller's cancellation say nothing about the delivery.
    private static bool IsOfTheDelivery(Exception fault, CancellationToken cancellationToken) =>
        fault is not (InstallationEndedException or StorageUnavailableException)
        && !cancellationToken.IsCancellationRequested;

    private async Task<string> PostponeAsync(
        InboxDelivery delivery, Installation? current, Exception fault, CancellationToken cancellationToken)
    {
        var code = fault switch
        {
            OperationCanceledException or TimeoutException => "handler-timeout",
            JobRefusedException refused => refused.Code,
            PoisonDeliveryException poison => poison.Code,
            _ => fault.GetType().Name,
        };
        if (await IsDeadAsync(delivery, fault, code, cancellationToken))
        {
            metrics.Count(Verdict.DeadLetter, delivery.Topic);
            LogDeadLetter(current?.Id, code);
        }
        else
        {
            LogFailed(current?.Id, code, delivery.Attempts + 1);
        }

        return code;
    }

    private async Task<bool> IsDeadAsync(
        InboxDelivery delivery, Exception fault, string code, CancellationToken cancellationToken)
    {
        if (fault is not PoisonDeliveryException)
        {
            return await inbox.RetryAsync(
                delivery, RetryDelay.After(delivery.Attempts + 1, options.Value), code, cancellationToken);
        }

        await inbox.BuryAsync(delivery, code, cancellationToken);
        return true;
    }
}
