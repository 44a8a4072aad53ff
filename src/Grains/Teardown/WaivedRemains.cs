using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// Finds out what a waived step leaves, by the step's own counting code; where nothing can be counted it says
/// <c>unknown</c>, never nothing.
/// </summary>
internal sealed class WaivedRemains(
    TeardownPlan plan, ParticipantRoster roster, ParticipantRun participants, TimeProvider time)
{
    private const string Unknown = "unknown";

    /// <returns>Null when the step asks no such participant; empty when nothing fails that could be waived.</returns>
    public async Task<IReadOnlyList<WaivedPart>?> FindAsync(
        TeardownRecord record, WaiveStep command, CancellationToken cancellationToken)
    {
        var progress = SagaRules.ProgressOf(record, command.Step);
        var context = new StepContext { Record = record, Progress = progress, Now = time.GetUtcNow() };
        if (!WaiverRules.AsksParticipants(command.Step))
            return [new WaivedPart(null, await CountAsync(context, command, cancellationToken))];

        if (command.Participant is { } named)
        {
            return Names(context, command.Step).Contains(named)
                ? [await LeaveAsync(named, context, command, cancellationToken)]
                : null;
        }

        var failing = await FailingAsync(context, command.Step, cancellationToken);
        var left = await Task.WhenAll(
            failing.Select(name => LeaveAsync(name, context, command, cancellationToken)));
        var isSettled = progress.Status is StepStatus.Done or StepStatus.Waived;
        return left is [] && !isSettled ? [new WaivedPart(null, [Nothing(command.Step, command.Code)])] : left;
    }

    private async Task<IReadOnlyList<NotErased>> CountAsync(
        StepContext context, WaiveStep command, CancellationToken cancellationToken)
    {
        if (command.Step == StepNames.RevokeAccess)
        {
            return [new NotErased { Store = "shopify-access", Kind = "app-access", Reason = command.Code }];
        }

        var step = plan.Steps.Single(one => one.Name == command.Step);
        var left = (await CountReachableAsync(step, context, cancellationToken))
            .Where(count => count.Count > 0)
            .Select(count => new NotErased
            {
                Store = count.Store,
                Kind = "entries",
                Count = count.Count,
                Reason = command.Code,
            })
            .ToArray();
        return left is [] ? [Nothing(command.Step, command.Code)] : left;
    }

    // A cache that is gone for good is what clear-caches is waived for: it can't be what the order fails for.
    private static async Task<IReadOnlyList<StoreCount>> CountReachableAsync(
        ITeardownStep step, StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await step.CountRemainingAsync(context, cancellationToken);
        }
        catch (CacheUnavailableException)
        {
            return [];
        }
    }

    private ImmutableArray<IErasureParticipant> Registered(string step) =>
        step == StepNames.RemoveShopResources ? roster.InsideShop : roster.Outside;

    // One that is not registered any more is asked for still, and fails for just that.
    private IEnumerable<string> Names(StepContext context, string step) =>
        Registered(step).Select(one => one.Name).Union(context.Progress.Asked.Select(one => one.Name));

    /// <summary>
    /// While the step is open, those that it is not through with; after it, those that don't count zero.
    /// </summary>
    private async Task<IReadOnlyList<string>> FailingAsync(
        StepContext context, string step, CancellationToken cancellationToken)
    {
        var open = Names(context, step)
            .Where(name => !WaiverRules.IsWaived(context.Record, step, name))
            .ToArray();
        if (context.Progress.Status is not (StepStatus.Done or StepStatus.Waived))
            return [.. open.Where(name => !HasAnswered(context.Progress, name))];
        var counted = Registered(step)
            .Where(one => open.Contains(one.Name) && ParticipantRules.IsVerifiedAtTheEnd(one, context.Record))
            .ToArray();
        var clean = await Task.WhenAll(counted.Select(one => IsCleanAsync(one, context, cancellationToken)));
        return [.. counted.Where((_, index) => !clean[index]).Select(one => one.Name)];
    }

    // The step inside the shop keeps the names of those that have answered in its cursor.
    private static bool HasAnswered(StepProgress progress, string name) =>
        progress.Asked.Any(asked => asked.Name == name && ParticipantRules.IsSettled(asked))
        || ParticipantRoster.HasAnswered(progress.Cursor, name);

    private async Task<bool> IsCleanAsync(
        IErasureParticipant participant, StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var counted = await participants.CountRemainingAsync(
                [participant], context.ParticipantContext, cancellationToken);
            return StoreCounts.Total(counted) == 0;
        }
        catch (ParticipantFailedException)
        {
            return false;
        }
    }

    private async Task<WaivedPart> LeaveAsync(
        string name, StepContext context, WaiveStep command, CancellationToken cancellationToken)
    {
        var participant = Registered(command.Step).FirstOrDefault(one => one.Name == name);
        var known = participant is null ? [] : await participants.LastKnownAsync(
            participant, context.ParticipantContext, command.Code, cancellationToken);
        return new WaivedPart(name, known is [] ? [Nothing($"participant:{name}", command.Code)] : known);
    }

    private static NotErased Nothing(string store, string code) =>
        new() { Store = store, Kind = Unknown, Reason = code };
}
