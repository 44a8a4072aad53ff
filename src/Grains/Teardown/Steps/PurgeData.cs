using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Deletes the big tables' rows in bounded batches, then in one transaction the installation's row with its data key
/// and by cascade all that is left, then what the database's log holds of them. One of these a run, so that what it
/// erased is stored before the next can fail. Twice finds nothing. A valid permit is not erased: it keeps an install
/// waiting while a call of unknown outcome may be under way, so what goes with it waits until it has run out.
/// </summary>
internal sealed class PurgeData(IErasure erasure, IPermitStore permits, RemainingRows remaining) : ITeardownStep
{
    // The cursor says up to where the big tables' rows are gone, or that all rows are.
    private const string Rows = "rows:";
    private const string Log = "log";

    private const string LogBusy = "log-busy";
    private static readonly TimeSpan LogPause = TimeSpan.FromMilliseconds(250);

    public string Name => StepNames.PurgeData;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (context.Progress.Cursor == Log)
        {
            try
            {
                await erasure.TruncateAsync(cancellationToken);
            }
            catch (StorageUnavailableException busy) when (busy.Code == LogBusy)
            {
                // Somebody still reads what was there before. Waiting for that is no failure, and spends no attempt.
                return new StepOutcome.Snoozed(LogPause, LogBusy);
            }

            return new StepOutcome.Done(OutcomeCodes.Done);
        }

        var batch = await erasure.PurgeBatchAsync(context.Subject, Place(context.Progress.Cursor), cancellationToken);
        if (StoreCounts.Total(batch.Counts) > 0)
            return new StepOutcome.Progressed(Rows + batch.Place) { Counts = batch.Counts };
        var valid = await permits.GetPermitValidForAsync(context.Shop, cancellationToken);
        if (valid > TimeSpan.Zero) return new StepOutcome.Snoozed(valid, OutcomeCodes.AwaitingPermit);
        var rest = await erasure.PurgeRestAsync(context.Subject, cancellationToken);
        return new StepOutcome.Progressed(Log) { Counts = rest };
    }

    public Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken) =>
        remaining.CountAsync(context, RemainingRows.Everything, cancellationToken);

    private static string? Place(string? cursor) =>
        cursor?.StartsWith(Rows, StringComparison.Ordinal) is true ? cursor[Rows.Length..] : null;
}
