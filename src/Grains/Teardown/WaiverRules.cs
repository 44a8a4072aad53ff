using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// Which step may be waived, when and for what reason: pure functions. A step is waived where the teardown stands,
/// while that stands still or waits; not before it was tried, and not while it runs. Participants and caches may also
/// be waived while the verification stands, since that asks them again.
/// </summary>
internal static class WaiverRules
{
    private static readonly ImmutableArray<string> Never =
        [StepNames.PurgeData, StepNames.VerifyResidue, StepNames.Certify];

    private static readonly ImmutableArray<string> AskingShopify =
        [StepNames.CloseWebhooks, StepNames.RemoveShopResources, StepNames.RevokeAccess];

    private static readonly ImmutableArray<string> AskingParticipants =
        [StepNames.RemoveShopResources, StepNames.EraseParticipants];

    /// <summary>True for the steps of which single participants can be waived.</summary>
    public static bool AsksParticipants(string step) => AskingParticipants.Contains(step);

    /// <summary>Why an order is not carried out; null when it may be.</summary>
    /// <param name="record">The row.</param>
    /// <param name="standing">The step at which the teardown stands: the first that is not settled.</param>
    /// <param name="command">The order.</param>
    /// <param name="now">The time.</param>
    public static TeardownOrderOutcome? Refuse(
        TeardownRecord record, string standing, WaiveStep command, DateTimeOffset now)
    {
        if (!TeardownPlan.Order.Contains(command.Step)) return TeardownOrderOutcome.UnknownStep;
        if (Never.Contains(command.Step)) return TeardownOrderOutcome.NotWaivable;
        if (!Fits(command.Code, command.Step)) return TeardownOrderOutcome.CodeRefused;
        if (command.Participant is not null && !AsksParticipants(command.Step))
            return TeardownOrderOutcome.UnknownParticipant;
        if (record.EndedAt is null) return TeardownOrderOutcome.NotEnded;
        if (Waived(record, standing, command) is { } before)
            return before.Code == command.Code ? TeardownOrderOutcome.Accepted : TeardownOrderOutcome.AlreadyWaived;
        if (standing != command.Step && !IsAskedAgain(record, command.Step, standing))
        {
            return SagaRules.ProgressOf(record, command.Step).Status is StepStatus.Done or StepStatus.Waived
                ? TeardownOrderOutcome.Done
                : TeardownOrderOutcome.NotReached;
        }

        return record.Status == TeardownStatus.Stalled || record.NextAttemptAt > now
            ? null
            : TeardownOrderOutcome.RunsNow;
    }

    /// <summary>The participants of a step that were not waived: those that are asked.</summary>
    public static ImmutableArray<IErasureParticipant> Asked(
        TeardownRecord record, string step, ImmutableArray<IErasureParticipant> participants) =>
        [.. participants.Where(participant => !IsWaived(record, step, participant.Name))];

    /// <summary>
    /// Why something may be left in a store: the code of the waiver of the step that is for it; null when nothing may.
    /// </summary>
    public static string? Excuse(TeardownRecord record, string store)
    {
        var step = RemainingRows.ShopGrain.Contains(store) ? StepNames.ClearShopGrain
            : RemainingRows.Work.Contains(store) ? StepNames.StopJobs
            : store.StartsWith("cache", StringComparison.Ordinal) ? StepNames.ClearCaches
            : null;
        return record.Waivers.FirstOrDefault(waiver => waiver.Step == step)?.Code;
    }

    /// <summary>True when a participant of a step was waived.</summary>
    public static bool IsWaived(TeardownRecord record, string step, string participant) =>
        record.Waivers.Any(waiver => waiver.Step == step && waiver.Participant == participant);

    private static bool Fits(string code, string step) => code switch
    {
        WaiverCodes.ParticipantGone or WaiverCodes.ParticipantUnreachable => AsksParticipants(step),
        WaiverCodes.ShopUnreachable => AskingShopify.Contains(step),
        WaiverCodes.ErasedByHand or WaiverCodes.AcceptedByLegal => true,
        _ => false,
    };

    // A step that is waived as a whole has its own waiver, or one for each participant that failed. While its
    // participants are asked again others may fail: then the earlier waivers say nothing of those.
    private static StepWaiver? Waived(TeardownRecord record, string standing, WaiveStep command)
    {
        var isOpen = SagaRules.ProgressOf(record, command.Step).Status != StepStatus.Waived
            || (AsksParticipants(command.Step) && IsAskedAgain(record, command.Step, standing));
        return command.Participant is null && isOpen
            ? null
            : record.Waivers.LastOrDefault(waiver => waiver.Step == command.Step
                && (command.Participant is null || waiver.Participant == command.Participant));
    }

    // What answered once and doesn't when the rest is verified would otherwise hold the teardown for ever.
    private static bool IsAskedAgain(TeardownRecord record, string step, string standing) =>
        standing == StepNames.VerifyResidue && step switch
        {
            StepNames.EraseParticipants => true,
            StepNames.ClearCaches => SagaRules.ProgressOf(record, standing).LastCode
                is OutcomeCodes.CacheUnreachable or OutcomeCodes.SiloUnreachable,
            _ => false,
        };
}
