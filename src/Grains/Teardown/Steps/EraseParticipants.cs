using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Has every participant outside the shop plan, erase and count what is left; above zero it is asked again. Several at
/// once, each with waits and attempts of its own, so that one which is down or busy holds up none of the others. Twice
/// is safe, as participants promise.
/// </summary>
internal sealed class EraseParticipants(
    ParticipantRoster roster,
    ParticipantRun participants,
    ParticipantRound round,
    LateParticipants late,
    TimeProvider time) : ITeardownStep
{
    public string Name => StepNames.EraseParticipants;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var asked = WaiverRules.Asked(context.Record, Name, roster.Outside);
        var notAsked = await late.FindAsync(context.Record, asked, cancellationToken);
        var result = await round.RunAsync(context, asked.RemoveRange(notAsked), erases: true, cancellationToken);
        var outcome = result.Unsettled(time.GetUtcNow())
            ?? new StepOutcome.Done(result.Asked is [] ? OutcomeCodes.NothingToDo : OutcomeCodes.Done)
            {
                Asked = result.Asked,
            };
        return outcome with { Participants = result.Settled };
    }

    public Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken) =>
        participants.CountRemainingAsync(roster.Outside, context.ParticipantContext, cancellationToken);
}
