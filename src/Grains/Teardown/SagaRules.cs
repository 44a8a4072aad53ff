using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// What a teardown's row becomes when a step begins or ends: pure functions of row, outcome and time.
/// </summary>
internal static class SagaRules
{
    public static StepProgress ProgressOf(TeardownRecord record, string step) =>
        record.Steps.FirstOrDefault(progress => progress.Name == step)
        ?? new StepProgress { Name = step, Status = StepStatus.Pending };

    /// <summary>
    /// The row to be stored before a step is run: its attempt is spent first, so that a step which takes the process
    /// down each time stalls too.
    /// </summary>
    public static TeardownRecord Begin(TeardownRecord record, string step, DateTimeOffset now, TeardownOptions options)
    {
        var progress = ProgressOf(record, step);
        if (progress.Attempts >= options.MaximumAttempts)
            return Stall(record, progress with { LastCode = OutcomeCodes.Interrupted }, OutcomeCodes.Interrupted);
        return With(record, progress with
        {
            Status = StepStatus.Running,
            Attempts = progress.Attempts + 1,
            StartedAt = progress.StartedAt ?? now,
            FinishedAt = null,
            Outcome = null,
        });
    }

    /// <summary>The row to be stored after the step was run.</summary>
    public static TeardownRecord Apply(
        TeardownRecord record, string step, StepOutcome outcome, DateTimeOffset now, TeardownOptions options)
    {
        var progress = Collect(ProgressOf(record, step), outcome);
        return outcome switch
        {
            StepOutcome.Done done => With(record, progress with
            {
                Status = StepStatus.Done,
                Outcome = done.Code,
                FinishedAt = now,
                Cursor = null,
                SilosLost = 0,
            }) with
            { NextAttemptAt = now },
            StepOutcome.Progressed progressed => With(record, progress with
            {
                // However often it was cut short before: only what never gets on fails.
                Attempts = 0,
                Cursor = progressed.Cursor,
                SilosLost = 0,
            }) with
            { NextAttemptAt = now },
            StepOutcome.Snoozed snoozed => With(record, progress with
            {
                Attempts = progress.Attempts - 1,
                LastCode = snoozed.Why,
            }) with
            { NextAttemptAt = now + snoozed.Delay },
            StepOutcome.SiloLost => LoseSilo(record, progress, now, options),
            StepOutcome.Failed failed => Fail(record, progress with { LastCode = failed.Code }, failed, now, options),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };
    }

    /// <summary>
    /// The row after an operator's order to try again: it runs, and the step that stalled it has all its attempts
    /// before it. A row that doesn't stand still stays as it is, and so does a claim that nothing has confirmed: what
    /// the operator's command makes of that is the fence's business.
    /// </summary>
    public static TeardownRecord Resume(TeardownRecord record, DateTimeOffset now) =>
        record is not { Status: TeardownStatus.Stalled, EndedAt: not null }
            ? record
            : record with
            {
                Status = TeardownStatus.Running,
                StalledBecause = null,
                NextAttemptAt = now,
                Steps =
                [
                    .. record.Steps.Select(progress => progress.Status == StepStatus.Running
                        ? progress with
                        {
                            Attempts = 0,
                            SilosLost = 0,
                            Asked = [.. progress.Asked.Select(ParticipantRules.Retry)],
                        }
                        : progress),
                ],
            };

    /// <summary>
    /// The row after an operator's order to try it again at once: what stands still is resumed, an end that nobody
    /// could confirm is confirmed from the start, and a wait is cut short. The same row when it is being worked on.
    /// </summary>
    public static TeardownRecord Retry(TeardownRecord record, DateTimeOffset now) => record switch
    {
        { Status: TeardownStatus.Stalled, EndedAt: null } => record with
        {
            Status = TeardownStatus.Confirming,
            StalledBecause = null,
            NextAttemptAt = now,
            ConfirmingSince = now,
            Probes = [],
        },
        { Status: TeardownStatus.Stalled } => Resume(record, now),
        { NextAttemptAt: { } at } when at > now => record with
        {
            NextAttemptAt = now,
            Steps = [.. record.Steps.Select(progress => progress with
            {
                Asked = [.. progress.Asked.Select(ParticipantRules.Retry)],
            })],
        },
        _ => record,
    };

    /// <summary>
    /// The row after an operator waived a step, or participants of it. What is left stands in the step, and the
    /// teardown goes on at once, with all attempts before the step at which it stood.
    /// </summary>
    /// <param name="record">The row; <see cref="WaiverRules"/> let the order pass.</param>
    /// <param name="command">The order.</param>
    /// <param name="waived">What is left, by participant where participants are waived.</param>
    /// <param name="now">The time.</param>
    public static TeardownRecord Waive(
        TeardownRecord record, WaiveStep command, IReadOnlyList<WaivedPart> waived, DateTimeOffset now)
    {
        var progress = ProgressOf(record, command.Step);
        progress = progress with
        {
            NotErased = [.. progress.NotErased.Concat(waived.SelectMany(part => part.NotErased)).Distinct()],
            LastCode = command.Code,
            Asked = ParticipantRules.Waive(progress.Asked, waived),
            // What one had answered before is no longer so: the certificate must not say both.
            Participants = [.. progress.Participants.Where(
                result => waived.All(part => part.Participant != result.Name))],
        };
        // A step that is done stays so where only what it asks is waived, and is waived itself otherwise.
        var isOpen = progress.Status is StepStatus.Pending or StepStatus.Running;
        if (command.Participant is null && (isOpen || !WaiverRules.AsksParticipants(command.Step)))
        {
            progress = progress with
            {
                Status = StepStatus.Waived,
                Outcome = OutcomeCodes.Waived,
                StartedAt = progress.StartedAt ?? now,
                FinishedAt = now,
                Cursor = null,
            };
        }

        var next = With(record, progress) with
        {
            Waivers =
            [
                .. record.Waivers,
                .. waived.Select(part => new StepWaiver
                {
                    Step = command.Step,
                    Participant = part.Participant,
                    Code = command.Code,
                    At = now,
                }),
            ],
        };
        return next.Status == TeardownStatus.Stalled ? Resume(next, now) : next with { NextAttemptAt = now };
    }

    /// <summary>1 s, 2 s, 4 s … up to the maximum, for the first, second, third … failure.</summary>
    public static TimeSpan Backoff(int attempts, TeardownOptions options)
    {
        var factor = Math.Pow(2, Math.Clamp(attempts - 1, 0, 30));
        var delay = options.RetryFirst * factor;
        return delay < options.RetryMaximum ? delay : options.RetryMaximum;
    }

    // Silos come and go, and that spends no attempt. What never gets on, whatever silo it calls, fails in the end.
    private static TeardownRecord LoseSilo(
        TeardownRecord record, StepProgress progress, DateTimeOffset now, TeardownOptions options)
    {
        progress = progress with { SilosLost = progress.SilosLost + 1, LastCode = OutcomeCodes.SiloGone };
        if (progress.SilosLost > options.MaximumAttempts)
            return Fail(record, progress, new StepOutcome.Failed(OutcomeCodes.SiloGone), now, options);
        return With(record, progress with { Attempts = progress.Attempts - 1 }) with
        {
            NextAttemptAt = now + Backoff(progress.SilosLost, options),
        };
    }

    private static TeardownRecord Fail(
        TeardownRecord record,
        StepProgress progress,
        StepOutcome.Failed failed,
        DateTimeOffset now,
        TeardownOptions options)
    {
        var goesBack = failed.GoBackTo.Count > 0;
        if (failed.IsFinal || progress.Attempts >= (goesBack ? options.ResidueRounds : options.MaximumAttempts))
            return Stall(record, progress, failed.Code);
        var next = goesBack ? GoBack(record, failed.GoBackTo) : record;
        return With(next, progress) with { NextAttemptAt = now + Backoff(progress.Attempts, options) };
    }

    /// <summary>
    /// What the steps erased stays recorded; they are only to be run once more, with all their attempts before them:
    /// what bounds the rounds are the attempts of the step that sends them back.
    /// </summary>
    private static TeardownRecord GoBack(TeardownRecord record, IReadOnlyList<string> steps) => record with
    {
        Steps =
        [
            .. record.Steps.Select(progress => steps.Contains(progress.Name) && progress.Status == StepStatus.Done
                ? progress with
                {
                    Status = StepStatus.Pending,
                    Attempts = 0,
                    SilosLost = 0,
                    Cursor = null,
                    LastCode = OutcomeCodes.Residue,
                    Asked = [.. progress.Asked.Select(
                        asked => ParticipantRules.Again(asked, ParticipantOperation.Plan))],
                }
                : progress),
        ],
    };

    private static TeardownRecord Stall(TeardownRecord record, StepProgress progress, string why) =>
        With(record, progress) with { Status = TeardownStatus.Stalled, StalledBecause = why, NextAttemptAt = null };

    private static StepProgress Collect(StepProgress progress, StepOutcome outcome) => progress with
    {
        Counts = StoreCounts.Add(progress.Counts, outcome.Counts),
        NotErased = [.. progress.NotErased.Concat(outcome.NotErased).Distinct()],
        Participants = Merge(progress.Participants, outcome.Participants),
        Asked = outcome.Asked ?? progress.Asked,
    };

    /// <summary>A participant that was asked twice erased the sum; its last assurance counts.</summary>
    private static IReadOnlyList<ParticipantResult> Merge(
        IReadOnlyList<ParticipantResult> before, IReadOnlyList<ParticipantResult> now) =>
    [
        .. before.Concat(now)
            .GroupBy(result => result.Name, StringComparer.Ordinal)
            .Select(group => group.Last() with
            {
                Erased = group.Aggregate<ParticipantResult, IReadOnlyList<StoreCount>>(
                    [], (sum, result) => StoreCounts.Add(sum, result.Erased)),
            }),
    ];

    private static TeardownRecord With(TeardownRecord record, StepProgress progress) => record with
    {
        Steps = record.Steps.Any(step => step.Name == progress.Name)
            ? [.. record.Steps.Select(step => step.Name == progress.Name ? progress : step)]
            : [.. record.Steps, progress],
    };
}
