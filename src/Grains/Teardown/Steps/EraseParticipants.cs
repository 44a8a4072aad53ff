using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Has every participant outside the shop plan, erase and count what is left; anything above zero fails the step. One a
/// run, by name. Twice is safe, as participants promise.
/// </summary>
internal sealed class EraseParticipants(ParticipantRoster roster, ParticipantRun participants) : ITeardownStep
{
    public string Name => StepNames.EraseParticipants;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var waiting = ParticipantRoster.Waiting(roster.Outside, context.Progress.Cursor);
        if (waiting is [])
        {
            return new StepOutcome.Done(roster.Outside is [] ? OutcomeCodes.NothingToDo : OutcomeCodes.Done);
        }

        var first = waiting[0];
        return await participants.RunAsync(
            first, context.ParticipantContext, ParticipantAccess.None, cancellationToken) switch
        {
            ParticipantAnswer.Erased erased =>
                new StepOutcome.Progressed(ParticipantRoster.Answered(context.Progress.Cursor, first))
                {
                    Participants = [erased.Result],
                },
            ParticipantAnswer.Busy busy => new StepOutcome.Snoozed(busy.RetryAfter, OutcomeCodes.ParticipantBusy),
            ParticipantAnswer.Failed failed => new StepOutcome.Failed(failed.Code),
            _ => throw new InvalidOperationException("A participant outside the shop is asked without a token."),
        };
    }

    public Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken) =>
        participants.CountRemainingAsync(roster.Outside, context.ParticipantContext, cancellationToken);
}
