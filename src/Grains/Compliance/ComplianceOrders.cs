using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Grains.Compliance;

/// <summary>Carries out what operators order of a request. Repeating an order changes nothing.</summary>
internal sealed class ComplianceOrders(
    IComplianceStore store, ComplianceMetrics metrics, IWorkSignals signals, TimeProvider time)
{
    private const int TriesMaximum = 5;

    public Task<ComplianceOrderOutcome> RetryAsync(Guid id, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            request => ComplianceOrderRules.RefuseRetry(request, time.GetUtcNow()),
            request => ComplianceOrderRules.Retried(request, time.GetUtcNow()),
            cancellationToken);

    public Task<ComplianceOrderOutcome> DeliverAsync(Guid id, string actor, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            ComplianceOrderRules.RefuseDelivery,
            request => ComplianceStep.Close(request, ComplianceCodes.Delivered).Request with { ClosedBy = actor },
            cancellationToken);

    public Task<ComplianceOrderOutcome> CloseAsync(
        Guid id, string actor, string code, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            request => ComplianceOrderRules.RefuseClosing(request, code),
            request => ComplianceStep.Close(request, code).Request with { ClosedBy = actor },
            cancellationToken);

    private async Task<ComplianceOrderOutcome> ChangeAsync(
        Guid id,
        Func<ComplianceRequest, ComplianceOrderOutcome?> refuse,
        Func<ComplianceRequest, ComplianceRequest> change,
        CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < TriesMaximum; tries++)
        {
            if (await store.FindAsync(id, cancellationToken) is not { } request) return ComplianceOrderOutcome.Gone;
            if (refuse(request) is { } refused) return refused;
            // Another write came first when there is none: whatever it made of the request is judged anew.
            if (await store.SaveAsync(change(request), null, cancellationToken) is not { } saved) continue;
            if (saved.State == ComplianceState.Closed) metrics.Count(saved);
            else signals.Notify(WorkKind.Compliance);
            return ComplianceOrderOutcome.Accepted;
        }

        return ComplianceOrderOutcome.NothingToRetry;
    }
}
