using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Participants;

/// <summary>
/// Asks one participant to plan, erase and count what is left, each within a budget. Participants are the app's code:
/// an exception, an endless call or a senseless number is a failure with a code, never more.
/// </summary>
internal sealed partial class ParticipantRun(
    TimeProvider time, IOptions<TeardownOptions> options, ILogger<ParticipantRun> logger)
{
    /// <summary>Its own count afterwards was zero.</summary>
    public const string Verified = "verified";

    /// <summary>It can't count; this is its word.</summary>
    public const string Attested = "attested";

    /// <summary>Where participants are called: the pool. The simulation has one thread, and another order.</summary>
    internal TaskScheduler Apart { get; init; } = TaskScheduler.Default;

    private const string Planned = "planned";
    private const string Unknown = "unknown";

    /// <summary>Makes one call, without a token.</summary>
    public Task<ParticipantCallResult> AskAsync(
        IErasureParticipant participant,
        ParticipantContext context,
        ParticipantOperation operation,
        CancellationToken cancellationToken) =>
        CallAsync(
            participant,
            context,
            ParticipantAccess.None,
            operation switch
            {
                ParticipantOperation.Plan => PlanAsync,
                ParticipantOperation.Erase => EraseAsync,
                _ => CountAsync,
            },
            cancellationToken);

    /// <summary>Plans, erases and counts in one go, with a token where there is one to be had.</summary>
    public async Task<ParticipantAnswer> RunAsync(
        IErasureParticipant participant,
        ParticipantContext context,
        ParticipantAccess access,
        CancellationToken cancellationToken)
    {
        var planned = await CallAsync(participant, context, access, PlanAsync, cancellationToken);
        if (planned.End is not null) return planned.End;
        var erased = await CallAsync(participant, context, access, EraseAsync, cancellationToken);
        if (erased.End is not null) return erased.End;
        var counted = await CallAsync(participant, context, access, CountAsync, cancellationToken);
        if (counted.End is not null) return counted.End;
        if (counted.Remaining is > 0)
        {
            LogLeft(context.Installation, participant.Name, counted.Remaining.Value);
            return new ParticipantAnswer.Failed(ParticipantCodes.Residue);
        }

        return new ParticipantAnswer.Erased(new ParticipantResult
        {
            Name = participant.Name,
            Erased = erased.Items,
            Assurance = counted.Remaining is null ? Attested : Verified,
        });
    }

    /// <summary>
    /// What is left by participant, as they count it themselves; those that can't count are left out.
    /// </summary>
    /// <exception cref="ParticipantFailedException">One of them failed.</exception>
    public async Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        IEnumerable<IErasureParticipant> participants, ParticipantContext context, CancellationToken cancellationToken)
    {
        var counts = new List<StoreCount>();
        foreach (var participant in participants)
        {
            var counted = await CallAsync(participant, context, ParticipantAccess.None, CountAsync, cancellationToken);
            if (counted.End is not null) throw new ParticipantFailedException(participant.Name);
            if (counted.Remaining is { } remaining)
                counts.Add(StoreCounts.Of($"participant:{participant.Name}", remaining));
        }

        return counts;
    }

    /// <summary>
    /// What a participant knows to be inside the shop, asked without a token. A kind counted zero is not there; no
    /// kinds at all means that it doesn't know.
    /// </summary>
    public async Task<IReadOnlyList<NotErased>> LastKnownAsync(
        IErasureParticipant participant, ParticipantContext context, string reason, CancellationToken cancellationToken)
    {
        var planned = await CallAsync(participant, context, ParticipantAccess.None, PlanAsync, cancellationToken);
        var store = $"participant:{participant.Name}";
        if (planned.End is not null || planned.Items is [])
            return [new NotErased { Store = store, Kind = "unknown", Reason = reason }];
        return
        [
            .. planned.Items
                .Where(item => item.Count > 0)
                .Select(item => new NotErased
                {
                    Store = store,
                    Kind = item.Store,
                    Count = item.Count,
                    Reason = reason,
                }),
        ];
    }

    /// <summary>What a participant says that it holds; unknown, with a code, where it could not be asked.</summary>
    public async Task<ParticipantResult> PreviewAsync(
        IErasureParticipant participant, ParticipantContext context, CancellationToken cancellationToken)
    {
        var planned = await CallAsync(participant, context, ParticipantAccess.None, PlanAsync, cancellationToken);
        return new ParticipantResult
        {
            Name = participant.Name,
            Erased = planned.Items,
            Assurance = planned.End is null ? Planned : Unknown,
            Code = planned.End switch
            {
                null => null,
                ParticipantAnswer.Failed failed => failed.Code,
                ParticipantAnswer.NotAsked notAsked => notAsked.Code,
                _ => OutcomeCodes.ParticipantBusy,
            },
        };
    }

    private async Task<ParticipantCallResult> CallAsync(
        IErasureParticipant participant,
        ParticipantContext context,
        ParticipantAccess access,
        Func<IErasureParticipant, ParticipantContext, CancellationToken, Task<ParticipantCallResult>> call,
        CancellationToken cancellationToken)
    {
        using var budget = new CancellationTokenSource(options.Value.ParticipantBudget, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        try
        {
            return await access.CallAsync(
                context,
                // Called apart, so that code which never comes back, or blocks its thread, doesn't hold the teardown.
                asked => Task.Factory.StartNew(
                        () => AskAsync(() => call(participant, asked, linked.Token)),
                        linked.Token, TaskCreationOptions.DenyChildAttach, Apart)
                    .Unwrap().WaitAsync(linked.Token),
                cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            throw;
        }
        catch (ParticipantCallException failed)
        {
            LogFailed(context.Installation, participant.Name, failed.Code);
            return ParticipantCallResult.Failed(failed.Code, failed.RetryAfter);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogThrew(context.Installation, participant.Name, exception);
            return ParticipantCallResult.Failed(
                exception is OperationCanceledException && budget.IsCancellationRequested
                    ? ParticipantCodes.TimedOut
                    : ParticipantCodes.Failed);
        }
    }

    /// <summary>These two are answers: what was sent is known, so a permit may be given back.</summary>
    private static async Task<ParticipantCallResult> AskAsync(Func<Task<ParticipantCallResult>> call)
    {
        try
        {
            return await call();
        }
        catch (ParticipantBusyException busy)
        {
            return new ParticipantCallResult(new ParticipantAnswer.Busy(Limited(busy.RetryAfter)));
        }
        catch (ShopAccessLostException)
        {
            return new ParticipantCallResult(new ParticipantAnswer.NotAsked(OutcomeCodes.TokenDead));
        }
    }

    private static async Task<ParticipantCallResult> PlanAsync(
        IErasureParticipant participant, ParticipantContext context, CancellationToken cancellationToken) =>
        Items(await participant.PlanAsync(context, cancellationToken));

    private static async Task<ParticipantCallResult> EraseAsync(
        IErasureParticipant participant, ParticipantContext context, CancellationToken cancellationToken) =>
        Items(await participant.EraseAsync(context, cancellationToken));

    private static async Task<ParticipantCallResult> CountAsync(
        IErasureParticipant participant, ParticipantContext context, CancellationToken cancellationToken)
    {
        try
        {
            var remaining = await participant.CountRemainingAsync(context, cancellationToken);
            return remaining < 0
                ? Invalid
                : new ParticipantCallResult(End: null) { Remaining = remaining };
        }
        catch (NotSupportedException)
        {
            return new ParticipantCallResult(End: null);
        }
    }

    /// <summary>
    /// Kinds stand in certificates, so anything but a code is not taken over; nor is a count below zero.
    /// </summary>
    private static ParticipantCallResult Items(IReadOnlyList<StoreCount> items) =>
        items.All(item => item.Count >= 0 && CertificateCodes.IsCode(item.Store) && !IsDomain(item.Store))
            ? new ParticipantCallResult(End: null) { Items = StoreCounts.Add(items, []) }
            : Invalid;

    private static ParticipantCallResult Invalid => ParticipantCallResult.Failed(ParticipantCodes.AnswerInvalid);

    // It has the form of a code, and no certificate may name a shop.
    private static bool IsDomain(string kind) => kind.Contains(".myshopify.com", StringComparison.Ordinal);

    private static TimeSpan Limited(TimeSpan delay) =>
        TimeSpan.FromTicks(Math.Clamp(delay.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay));
}
