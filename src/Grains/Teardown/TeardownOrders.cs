using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// What operators order about a teardown that goes on. It works by the row and its version alone, so it needs no turn
/// of the saga: a step that runs meanwhile finds its write refused, and the row is read again.
/// </summary>
internal sealed class TeardownOrders(
    ITeardownStore store, TeardownPlan plan, WaivedRemains remains, IWorkSignals signals, TimeProvider time)
{
    public async Task<TeardownOrderOutcome> RetryAsync(
        InstallationId installation, CancellationToken cancellationToken)
    {
        while (await store.FindByInstallationAsync(installation, cancellationToken) is { } record)
        {
            var next = SagaRules.Retry(record, time.GetUtcNow());
            if (ReferenceEquals(next, record)) return TeardownOrderOutcome.NothingToRetry;
            if (await TrySaveAsync(next, cancellationToken)) return TeardownOrderOutcome.Accepted;
        }

        return TeardownOrderOutcome.Gone;
    }

    public async Task<TeardownOrderOutcome> WaiveAsync(
        InstallationId installation, WaiveStep command, CancellationToken cancellationToken)
    {
        while (await store.FindByInstallationAsync(installation, cancellationToken) is { } record)
        {
            var standing = plan.NextFor(record).Name;
            if (WaiverRules.Refuse(record, standing, command, time.GetUtcNow()) is { } refusal) return refusal;
            var waived = await remains.FindAsync(record, command, cancellationToken);
            if (waived is null) return TeardownOrderOutcome.UnknownParticipant;
            if (waived is []) return TeardownOrderOutcome.Done;
            var next = SagaRules.Waive(record, command, waived, time.GetUtcNow());
            if (await TrySaveAsync(next, cancellationToken)) return TeardownOrderOutcome.Accepted;
        }

        return TeardownOrderOutcome.Gone;
    }

    // False when another write came first: the row is read again.
    private async Task<bool> TrySaveAsync(TeardownRecord next, CancellationToken cancellationToken)
    {
        if (await store.SaveAsync(next, cancellationToken) is null) return false;
        signals.Notify(WorkKind.Teardowns);
        return true;
    }
}
