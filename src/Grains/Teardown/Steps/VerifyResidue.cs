using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Caching;
using Shopkeeper.Grains.Participants;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Counts what is left in every store, cache and participant outside the shop, by other code than erased it. It removes
/// nothing. What a waiver left, or a participant that came too late may hold, is told and sends nothing back. Above
/// zero it fails and has the erasing steps run again; at zero its counts say what was looked at.
/// </summary>
internal sealed partial class VerifyResidue(
    RemainingRows remaining,
    CacheErasure caches,
    ParticipantRoster roster,
    ParticipantRun participants,
    ParticipantRound round,
    LateParticipants late,
    TimeProvider time,
    ILogger<VerifyResidue> logger) : ITeardownStep
{
    public string Name => StepNames.VerifyResidue;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var (own, missing) = await CountOwnAsync(context, cancellationToken);
        if (missing is not null) return CacheErasure.Wait(context, missing);
        var notAsked = await late.FindAsync(context.Record, Counted(context), cancellationToken);
        var asked = Counted(context).RemoveRange(notAsked);
        var counted = await round.RunAsync(WithoutOthers(context, asked), asked, erases: false, cancellationToken);
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
                NotErased =
                [
                    .. excused[true].Select(count => Waived(context.Record, count)),
                    .. notAsked.Select(LateParticipants.Tell),
                ],
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

    /// <exception cref="CacheUnavailableException">Not all caches can be counted.</exception>
    public async Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken)
    {
        var (own, missing) = await CountOwnAsync(context, cancellationToken);
        if (missing is not null) throw new CacheUnavailableException(missing);
        var notAsked = await late.FindAsync(context.Record, Counted(context), cancellationToken);
        var outside = await participants.CountRemainingAsync(
            Counted(context).RemoveRange(notAsked), context.ParticipantContext, cancellationToken);
        return [.. own, .. outside];
    }

    private async Task<(IReadOnlyList<StoreCount> Counts, string? Missing)> CountOwnAsync(
        StepContext context, CancellationToken cancellationToken)
    {
        var rows = await remaining.CountAsync(context, RemainingRows.Everything, cancellationToken);

        // After the rows: what is in memory came from them.
        var cached = await CountCachesAsync(context, cancellationToken);
        return ([.. rows, .. cached.Counts], cached.Missing);
    }

    private ImmutableArray<IErasureParticipant> Counted(StepContext context) =>
    [
        .. WaiverRules.Asked(context.Record, StepNames.EraseParticipants, roster.Outside)
            .Where(participant => ParticipantRules.IsVerifiedAtTheEnd(participant, context.Record)),
    ];

    // One that is waived meanwhile, or settled under a key that the next stay shares, is not counted to the end.
    private static StepContext WithoutOthers(StepContext context, ImmutableArray<IErasureParticipant> counted)
    {
        var names = counted.Select(participant => participant.Name).ToHashSet(StringComparer.Ordinal);
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

    // Who waived the clearing may have done so because a cache is gone for good: then nothing is said of any.
    private async Task<CachesAnswer> CountCachesAsync(StepContext context, CancellationToken cancellationToken)
    {
        var answer = await caches.CountAsync(context.Installation, cancellationToken);
        var waived = SagaRules.ProgressOf(context.Record, StepNames.ClearCaches).Status == StepStatus.Waived;
        return waived && answer.Missing is not null ? new CachesAnswer { Counts = [] } : answer;
    }
}
