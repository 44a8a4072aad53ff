using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Counts what is left in every store, cache and participant outside the shop, by other code than erased it. It removes
/// nothing. Above zero it fails and has the erasing steps run again; at zero its counts say what was looked at.
/// </summary>
internal sealed partial class VerifyResidue(
    RemainingRows remaining,
    IEnumerable<IInstallationCache> caches,
    ParticipantRoster roster,
    ParticipantRun participants,
    ILogger<VerifyResidue> logger) : ITeardownStep
{
    public string Name => StepNames.VerifyResidue;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var counts = await CountRemainingAsync(context, cancellationToken);
        if (StoreCounts.Total(counts) == 0) return new StepOutcome.Done(OutcomeCodes.Done) { Counts = counts };
        foreach (var left in counts.Where(count => count.Count > 0))
            LogLeft(context.Installation, left.Store, left.Count);
        return new StepOutcome.Failed(OutcomeCodes.Residue) { GoBackTo = TeardownPlan.ErasingSteps };
    }

    public async Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken)
    {
        var rows = await remaining.CountAsync(context, RemainingRows.Everything, cancellationToken);
        var cached = caches.Select(cache => StoreCounts.Of($"cache:{cache.Name}", cache.Count(context.Installation)));
        var outside = await participants.CountRemainingAsync(
            roster.Outside, context.ParticipantContext, cancellationToken);
        return [.. rows, .. cached, .. outside];
    }
}
