using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Deletes the big tables' rows in bounded batches, then in one transaction the installation's row with its data key,
/// and by cascade all that is left. Twice finds nothing.
/// </summary>
internal sealed class PurgeData(
    IErasure erasure, RemainingRows remaining, TimeProvider time, IOptions<TeardownOptions> options) : ITeardownStep
{
    public string Name => StepNames.PurgeData;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        IReadOnlyList<StoreCount> counts = [];
        while (true)
        {
            var batch = await erasure.PurgeBatchAsync(context.Subject, cancellationToken);
            if (StoreCounts.Total(batch) == 0) break;
            counts = StoreCounts.Add(counts, batch);
            if (time.GetElapsedTime(began) >= options.Value.PurgeSlice)
                return new StepOutcome.Progressed(null) { Counts = counts };
        }

        // Apart from the batches, so that their counts are stored before the transaction that may be cut off.
        if (counts.Count > 0) return new StepOutcome.Progressed(null) { Counts = counts };
        var rest = await erasure.PurgeRestAsync(context.Subject, cancellationToken);
        return new StepOutcome.Done(OutcomeCodes.Done) { Counts = rest };
    }

    public Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken) =>
        remaining.CountAsync(context, RemainingRows.Everything, cancellationToken);
}
