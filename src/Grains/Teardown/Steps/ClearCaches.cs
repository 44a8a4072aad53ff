using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Drops what this process keeps in memory for the installation, with a log line for each cache. Twice finds nothing.
/// </summary>
internal sealed partial class ClearCaches(
    IEnumerable<IInstallationCache> caches, ILogger<ClearCaches> logger) : ITeardownStep
{
    public string Name => StepNames.ClearCaches;

    public Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var counts = new List<StoreCount>();
        foreach (var cache in caches)
        {
            var cleared = cache.Clear(context.Installation);
            LogCleared(context.Installation, cache.Name, cleared);
            counts.Add(StoreCounts.Of(StoreOf(cache), cleared));
        }

        return Task.FromResult<StepOutcome>(new StepOutcome.Done(OutcomeCodes.Done) { Counts = counts });
    }

    public Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoreCount>>(
            [.. caches.Select(cache => StoreCounts.Of(StoreOf(cache), cache.Count(context.Installation)))]);

    private static string StoreOf(IInstallationCache cache) => $"cache:{cache.Name}";
}
