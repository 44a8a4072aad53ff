using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Counts what is left in every store, cache and participant outside the shop, by other code than erased it. It removes
/// nothing. What a waiver left is told, and sends nothing back. Above zero it fails and has the erasing steps run
/// again; at zero its counts say what was looked at.
/// </summary>
internal sealed partial class VerifyResidue(
    RemainingRows remaining,
    IEnumerable<IInstallationCache> caches,
    ParticipantRoster roster,
    ParticipantRun participants,
    ParticipantRound round,
    TimeProvider time,
    ILogger<VerifyResidue> logger) : ITeardownStep
{
    public string Name => StepNames.VerifyResidue;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var own = await CountOwnAsync(context, cancellationToken);
        var counted = await round.RunAsync(
            WithoutOthers(context), Counted(context), erases: false, cancellationToken);
        if (counted.Unsettled(time.GetUtcNow()) is { } unsettled) return unsettled;

        IReadOnlyList<StoreCount> counts = [.. own, .. counted.Remaining];
        var excused = counts.Where(count => count.Count > 0).ToLookup(
            count => WaiverRules.Excuse(context.Record, count.Store) is not null);
        if (!excused.Contains(false))
        {
            return new StepOutcome.Done(OutcomeCodes.Done)
            {
                Counts = counts,
                Asked = counted.Asked,
                NotErased = [.. excused[true].Select(count => Waived(context.Record, count))],
            };
        }

        foreach (var left in excused[false])
            LogLeft(context.Installation, left.Store, left.Count);
        return new StepOutcome.Failed(OutcomeCodes.Residue)
        {
            GoBackTo = TeardownPlan.ErasingSteps,
            Asked = [.. counted.Asked.Select(asked => ParticipantRules.Again(asked, ParticipantOperation.Verify))],
        };
    }

    public async Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken)
    {
        var outside = await participants.CountRemainingAsync(
            Counted(context), context.ParticipantContext, cancellationToken);
        return [.. await CountOwnAsync(context, cancellationToken), .. outside];
    }

    private async Task<IReadOnlyList<StoreCount>> CountOwnAsync(
        StepContext context, CancellationToken cancellationToken)
    {
        var rows = await remaining.CountAsync(context, RemainingRows.Everything, cancellationToken);
        var cached = caches.Select(cache => StoreCounts.Of($"cache:{cache.Name}", cache.Count(context.Installation)));
        return [.. rows, .. cached];
    }

    private ImmutableArray<IErasureParticipant> Counted(StepContext context) =>
    [
        .. WaiverRules.Asked(context.Record, StepNames.EraseParticipants, roster.Outside)
            .Where(participant => ParticipantRules.IsVerifiedAtTheEnd(participant, context.Record)),
    ];

    // One that is waived meanwhile, or settled under a key that the next stay shares, is not counted to the end.
    private StepContext WithoutOthers(StepContext context)
    {
        var names = Counted(context).Select(participant => participant.Name).ToHashSet(StringComparer.Ordinal);
        return context with
        {
            Progress = context.Progress with
            {
                Asked = [.. context.Progress.Asked.Where(asked => names.Contains(asked.Name))],
            },
        };
    }

    private static NotErased Waived(TeardownRecord record, StoreCount left) => new()
    {
        Store = left.Store,
        Kind = "entries",
        Count = left.Count,
        Reason = WaiverRules.Excuse(record, left.Store)!,
    };
}
