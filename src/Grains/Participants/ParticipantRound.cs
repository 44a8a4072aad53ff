using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Participants;

/// <summary>
/// Asks the participants of a step that are due, several at once, and says how far each is then. A run is short: one
/// that is slow gets one call in it, so that what the others answered is stored soon.
/// </summary>
internal sealed class ParticipantRound(
    ParticipantRun run,
    ParticipantGates gates,
    ParticipantHistory history,
    ParticipantHolds holds,
    TimeProvider time,
    IOptions<TeardownOptions> options)
{
    /// <summary>Within this time one participant is asked for the next thing in the same run.</summary>
    private static readonly TimeSpan Chain = TimeSpan.FromSeconds(1);

    private readonly TeardownOptions _options = options.Value;

    /// <summary>Asks those that are due.</summary>
    /// <param name="context">The step that asks.</param>
    /// <param name="participants">Whom it asks.</param>
    /// <param name="erases">True to plan, erase and count; false only to count.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<ParticipantRoundResult> RunAsync(
        StepContext context,
        ImmutableArray<IErasureParticipant> participants,
        bool erases,
        CancellationToken cancellationToken)
    {
        var first = erases ? ParticipantOperation.Plan : ParticipantOperation.Verify;
        var asked = ParticipantRules.Merge(context.Progress.Asked, participants, first);
        var now = time.GetUtcNow();
        var due = asked.Where(progress => ParticipantRules.IsDue(progress, now))
            .OrderBy(progress => progress.NextAttemptAt ?? DateTimeOffset.MinValue)
            .Take(_options.ParticipantsAtOnce)
            .ToList();
        var after = await Task.WhenAll(due.Select(progress => GoOnAsync(
            context,
            progress,
            participants.FirstOrDefault(participant => participant.Name == progress.Name),
            erases,
            cancellationToken)));
        return new ParticipantRoundResult(
        [
            .. asked.Select(before => after.FirstOrDefault(progress => progress.Name == before.Name) ?? before),
        ], asked);
    }

    private async Task<ParticipantProgress> GoOnAsync(
        StepContext context,
        ParticipantProgress progress,
        IErasureParticipant? participant,
        bool erases,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        do
        {
            progress = await AskAsync(context, progress, participant, erases, cancellationToken);
        }
        while (progress is { State: ParticipantState.Waiting, NextAttemptAt: null }
            && time.GetElapsedTime(began) < Chain
            && !cancellationToken.IsCancellationRequested);

        return progress;
    }

    private async Task<ParticipantProgress> AskAsync(
        StepContext context,
        ParticipantProgress progress,
        IErasureParticipant? participant,
        bool erases,
        CancellationToken cancellationToken)
    {
        if (participant is null)
            return Apply(progress, ParticipantCallResult.Failed(ParticipantCodes.NotRegistered), erases);
        if (erases && await holds.MustWaitAsync(participant, context.Record, cancellationToken))
        {
            return ParticipantRules.PutOff(
                progress, ParticipantCodes.AwaitsEarlierStay, _options.HoldPoll, time.GetUtcNow());
        }

        var gate = gates[participant.Name];
        var (code, wait) = await gate.EnterAsync(progress.Attempts > 0, cancellationToken);
        if (code is not null) return ParticipantRules.PutOff(progress, code, wait, time.GetUtcNow());
        bool? isOutage = null;
        try
        {
            var result = await run.AskAsync(
                participant, Context(context, progress), progress.Operation, cancellationToken);
            var failure = (result.End as ParticipantAnswer.Failed)?.Code;
            isOutage = failure is ParticipantCodes.Unreachable or ParticipantCodes.TimedOut;
            var after = Apply(progress, result, erases);
            var told = after.State == ParticipantState.Failed ? after.LastCode : null;
            await history.NoteAsync(participant.Name, told, cancellationToken);
            return after;
        }
        finally
        {
            gate.Leave(isOutage);
        }
    }

    private ParticipantProgress Apply(ParticipantProgress progress, ParticipantCallResult result, bool erases) =>
        ParticipantRules.Apply(progress, result, erases, time.GetUtcNow(), _options);

    private static ParticipantContext Context(StepContext context, ParticipantProgress progress) =>
        context.ParticipantContext with
        {
            OperationId = OperationIds.Of(context.Record.Id, context.Progress.Name, progress),
            Continues = progress.State == ParticipantState.Busy,
        };
}
