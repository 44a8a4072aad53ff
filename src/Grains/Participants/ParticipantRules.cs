using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Participants;

/// <summary>What becomes of a participant's progress: pure functions of it, an answer and the time.</summary>
internal static class ParticipantRules
{
    /// <summary>True when the step has nothing more to ask of it.</summary>
    public static bool IsSettled(ParticipantProgress progress) =>
        progress.State is ParticipantState.Erased or ParticipantState.Waived;

    /// <summary>True when it is not tried again without an operator.</summary>
    public static bool IsGivenUp(ParticipantProgress progress) =>
        progress is { State: ParticipantState.Failed, NextAttemptAt: null };

    /// <summary>True when it can be asked now.</summary>
    public static bool IsDue(ParticipantProgress progress, DateTimeOffset now) =>
        !IsSettled(progress) && !IsGivenUp(progress) && (progress.NextAttemptAt ?? now) <= now;

    /// <summary>
    /// True when an ended stay is erased at a participant, or an operator waived that: only then may the next stay's
    /// data be there. One that was never asked is not settled. What is inside the shop is settled too once its step is
    /// past: nobody asks for it any more.
    /// </summary>
    public static bool IsSettledIn(TeardownRecord record, IErasureParticipant participant) => participant.InsideShop
        ? IsSettledInsideShop(record, participant.Name)
        : EraseStep(record) is { } step
            && (step.Status == StepStatus.Waived
                || step.Asked.Any(progress => progress.Name == participant.Name && IsSettled(progress)));

    /// <summary>
    /// True when what a participant holds is counted once more at the end. A store keyed by shop may hold the next
    /// stay's data once it is settled, so it is not; nor is what an operator waived.
    /// </summary>
    public static bool IsVerifiedAtTheEnd(IErasureParticipant participant, TeardownRecord record)
    {
        var step = EraseStep(record);
        var progress = step?.Asked.FirstOrDefault(asked => asked.Name == participant.Name);
        if (progress?.State == ParticipantState.Waived) return false;
        var isErased = progress is not null && IsSettled(progress);
        if (step?.Status == StepStatus.Waived && !isErased) return false;
        return participant.KeyedBy == KeyedBy.Installation || !isErased;
    }

    /// <summary>
    /// The progress with those that are new put in. One that is not registered any more stays: it is not erased.
    /// </summary>
    public static ImmutableArray<ParticipantProgress> Merge(
        IReadOnlyList<ParticipantProgress> asked,
        IEnumerable<IErasureParticipant> participants,
        ParticipantOperation first) =>
    [
        .. asked.Concat(participants
                .Where(participant => asked.All(progress => progress.Name != participant.Name))
                .Select(participant => new ParticipantProgress
                {
                    Name = participant.Name,
                    State = ParticipantState.Waiting,
                    KeyedBy = participant.KeyedBy,
                    Operation = first,
                }))
            .OrderBy(progress => progress.Name, StringComparer.Ordinal),
    ];

    /// <summary>The progress after a call.</summary>
    public static ParticipantProgress Apply(
        ParticipantProgress progress, ParticipantCallResult result, bool erases, DateTimeOffset now,
        TeardownOptions options) => result.End switch
        {
            ParticipantAnswer.Busy busy => Busy(progress, busy, now, options),
            ParticipantAnswer.Failed failed => Fail(progress, failed, now, options),
            ParticipantAnswer.NotAsked notAsked => Fail(progress, new(notAsked.Code), now, options),
            null => Answered(progress, result, erases, now, options),
            _ => throw new InvalidOperationException("A single call does not end with an erasure."),
        };

    /// <summary>It has to wait for its turn; no attempt is spent.</summary>
    public static ParticipantProgress PutOff(
        ParticipantProgress progress, string code, TimeSpan delay, DateTimeOffset now) =>
        progress with
        {
            State = progress.State == ParticipantState.Busy ? ParticipantState.Busy : ParticipantState.Waiting,
            LastCode = code,
            NextAttemptAt = now + delay,
        };

    /// <summary>An operator's order to try again: all its attempts are before it.</summary>
    public static ParticipantProgress Retry(ParticipantProgress progress) => IsSettled(progress)
        ? progress
        : progress with
        {
            State = progress.State == ParticipantState.Failed ? ParticipantState.Waiting : progress.State,
            Attempts = 0,
            NextAttemptAt = null,
            BusySince = null,
        };

    /// <summary>An operator waived some: those are not asked again.</summary>
    public static IReadOnlyList<ParticipantProgress> Waive(
        IReadOnlyList<ParticipantProgress> asked, IReadOnlyList<WaivedPart> waived) =>
    [
        .. asked.Select(progress => waived.Any(part => part.Participant == progress.Name)
            ? progress with { State = ParticipantState.Waived, NextAttemptAt = null, BusySince = null }
            : progress),
    ];

    /// <summary>
    /// The step is run once more, because something was left. A store keyed by shop that is settled stays so: by now it
    /// may hold the next stay's data.
    /// </summary>
    public static ParticipantProgress Again(ParticipantProgress progress, ParticipantOperation first)
    {
        var stays = progress.State == ParticipantState.Waived
            || (progress.State == ParticipantState.Erased && progress.KeyedBy == KeyedBy.Shop);
        return stays ? progress : progress with
        {
            State = ParticipantState.Waiting,
            Operation = first,
            Round = progress.Round + 1,
            Attempts = 0,
            NextAttemptAt = null,
            BusySince = null,
            SettledAt = null,
            Erased = [],
            Remaining = null,
        };
    }

    private static bool IsSettledInsideShop(TeardownRecord record, string participant)
    {
        var progress = SagaRules.ProgressOf(record, StepNames.RemoveShopResources);
        return progress.Status is StepStatus.Done or StepStatus.Waived
            || ParticipantRoster.HasAnswered(progress.Cursor, participant)
            || WaiverRules.IsWaived(record, progress.Name, participant);
    }

    private static StepProgress? EraseStep(TeardownRecord record) =>
        record.Steps.FirstOrDefault(step => step.Name == StepNames.EraseParticipants);

    private static ParticipantProgress Answered(
        ParticipantProgress progress, ParticipantCallResult result, bool erases, DateTimeOffset now,
        TeardownOptions options)
    {
        var answered = progress with { State = ParticipantState.Waiting, NextAttemptAt = null, BusySince = null };
        return progress.Operation switch
        {
            ParticipantOperation.Plan => answered with { Operation = ParticipantOperation.Erase },
            ParticipantOperation.Erase => answered with
            {
                Operation = ParticipantOperation.Verify,
                Erased = StoreCounts.Add(progress.Erased, result.Items),
            },
            _ when erases && result.Remaining > 0 => Fail(
                answered with { Operation = ParticipantOperation.Erase, Round = progress.Round + 1 },
                new(ParticipantCodes.Residue), now, options),
            _ => answered with
            {
                State = ParticipantState.Erased,
                Attempts = 0,
                SettledAt = now,
                Remaining = result.Remaining,
            },
        };
    }

    private static ParticipantProgress Busy(
        ParticipantProgress progress, ParticipantAnswer.Busy busy, DateTimeOffset now, TeardownOptions options)
    {
        var since = progress.BusySince ?? now;
        if (now - since >= options.ParticipantPatience)
            return Fail(progress, new(ParticipantCodes.BusyTooLong), now, options) with { BusySince = since };
        return progress with
        {
            State = ParticipantState.Busy,
            LastCode = OutcomeCodes.ParticipantBusy,
            NextAttemptAt = now + busy.RetryAfter,
            BusySince = since,
        };
    }

    private static ParticipantProgress Fail(
        ParticipantProgress progress, ParticipantAnswer.Failed failed, DateTimeOffset now, TeardownOptions options)
    {
        var attempts = progress.Attempts + 1;
        var backoff = SagaRules.Backoff(attempts, options);
        var wait = failed.RetryAfter is { } asked && asked > backoff ? asked : backoff;
        return progress with
        {
            State = ParticipantState.Failed,
            Attempts = attempts,
            LastCode = failed.Code,
            NextAttemptAt = attempts >= options.ParticipantAttempts ? null : now + wait,
            BusySince = null,
        };
    }
}
