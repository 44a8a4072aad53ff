using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Has participants that own things inside the shop erase them, while the token lives; a permit before each of their
/// calls. One a run, by name. With a dead token the rest stays: it is listed as not erased, with the last counts known.
/// Twice is safe, as participants promise.
/// </summary>
internal sealed class RemoveShopResources(
    ParticipantRoster roster,
    ParticipantRun participants,
    IAdminClient admin,
    ShopifyCalls shopify,
    ShopifyPatience patience)
    : ITeardownStep
{
    public string Name => StepNames.RemoveShopResources;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var asked = WaiverRules.Asked(context.Record, Name, roster.InsideShop);
        var waiting = ParticipantRoster.Waiting(asked, context.Progress.Cursor);
        if (waiting is [])
        {
            return new StepOutcome.Done(roster.InsideShop is [] ? OutcomeCodes.NothingToDo : OutcomeCodes.Done);
        }

        // A participant gets a token only when Shopify has just accepted it.
        var reply = await shopify.CallAsync(context, admin.ProbeAsync, AdminCosts.Probe, cancellationToken);
        if (reply is ShopifyReply.Later later)
        {
            return patience.IsOver(context)
                ? await LeaveAsync(context, waiting, OutcomeCodes.Unreachable, cancellationToken)
                : patience.Snooze(context, later.Failure);
        }

        if (reply is ShopifyReply.InstallPending) return await AwaitInstallAsync(context, waiting, cancellationToken);
        if (reply.EndCode is { } dead) return await LeaveAsync(context, waiting, dead, cancellationToken);
        var first = waiting[0];
        return await participants.RunAsync(
            first, context.ParticipantContext, LendAsync(context), cancellationToken) switch
        {
            ParticipantAnswer.Erased erased =>
                new StepOutcome.Progressed(ParticipantRoster.Answered(context.Progress.Cursor, first))
                {
                    Participants = [erased.Result],
                },
            ParticipantAnswer.Busy busy => new StepOutcome.Snoozed(busy.RetryAfter, OutcomeCodes.ParticipantBusy),
            ParticipantAnswer.Failed failed => new StepOutcome.Failed($"{failed.Code}:{first.Name}"),
            ParticipantAnswer.NotAsked { Code: OutcomeCodes.InstallPending } =>
                await AwaitInstallAsync(context, waiting, cancellationToken),
            ParticipantAnswer.NotAsked { Code: OutcomeCodes.TokenExpired } when !patience.IsOver(context) =>
                patience.Snooze(context, OutcomeCodes.TokenExpired),
            ParticipantAnswer.NotAsked notAsked => await LeaveAsync(context, waiting, notAsked.Code, cancellationToken),
            _ => throw new InvalidOperationException("The answers of participants are closed."),
        };
    }

    public Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken) =>
        participants.CountRemainingAsync(roster.InsideShop, context.ParticipantContext, cancellationToken);

    // Within a minute the install has come to something or its intent is over; only a merchant who begins one after
    // the other until the deadline is left alone.
    private async Task<StepOutcome> AwaitInstallAsync(
        StepContext context, IReadOnlyList<IErasureParticipant> waiting, CancellationToken cancellationToken) =>
        patience.IsOverForInstalls(context)
            ? await LeaveAsync(context, waiting, OutcomeCodes.Superseded, cancellationToken)
            : patience.Snooze(context, OutcomeCodes.InstallPending);

    private ParticipantAccess LendAsync(StepContext context) => new(
        (call, cancellationToken) => shopify.LendAsync(context, call, cancellationToken));

    private async Task<StepOutcome> LeaveAsync(
        StepContext context,
        IReadOnlyList<IErasureParticipant> waiting,
        string code,
        CancellationToken cancellationToken)
    {
        var reason = code == OutcomeCodes.TokenDead ? OutcomeCodes.LeftInShop : code;
        var left = new List<NotErased>();
        var asked = context.ParticipantContext;
        foreach (var participant in waiting)
            left.AddRange(await participants.LastKnownAsync(participant, asked, reason, cancellationToken));
        return new StepOutcome.Done(code) { NotErased = left };
    }
}
