using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Caching;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Drops the installation's namespace from the cache that all silos share, and then what every silo keeps of it in
/// memory, each acknowledging; each part in a run of its own, with a log line for each cache. What does not answer is
/// waited for, and no attempt is spent. Twice finds nothing.
/// </summary>
internal sealed class ClearCaches(CacheErasure caches, RemainingRows remaining) : ITeardownStep
{
    // The cursor once the shared level is clear.
    private const string Memory = "memory";

    public string Name => StepNames.ClearCaches;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var memory = context.Progress.Cursor == Memory;
        var answer = memory
            ? await caches.ClearMemoryAsync(context.Installation, cancellationToken)
            : await caches.ClearSharedAsync(context.Installation, cancellationToken);
        if (answer.Missing is { } code) return CacheErasure.Wait(context, code) with { Counts = answer.Counts };
        return memory
            ? new StepOutcome.Done(OutcomeCodes.Done) { Counts = answer.Counts }
            : new StepOutcome.Progressed(Memory) { Counts = answer.Counts };
    }

    /// <exception cref="CacheUnavailableException">Not all caches can be counted.</exception>
    public async Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken)
    {
        var answer = await caches.CountAsync(context.Installation, cancellationToken);
        if (answer.Missing is { } missing) throw new CacheUnavailableException(missing);
        return [.. await remaining.CountAsync(context, RemainingRows.Cache, cancellationToken), .. answer.Counts];
    }
}
