using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// Finds out whether a claimed end is one, off the path of deliveries: asks Shopify, keeps its answers in the row, and
/// ends this installation (never another), drops the claim, waits or stalls, as the rules decide.
/// </summary>
internal sealed partial class EndConfirmation(
    ITeardownStore store,
    ITeardownActors actors,
    IAdminClient admin,
    TimeProvider time,
    IOptions<ConfirmationOptions> options,
    ILogger<EndConfirmation> logger)
{
    /// <summary>Answers kept in the row: enough for the backoff to reach its last stage. The oldest go first.</summary>
    public const int MaximumProbes = 32;

    private const string HeldBack = "held-back";
    private const string NoToken = "no-token";
    private const string TokenReplaced = "token-replaced";

    /// <summary>Does what is due for a confirming teardown, once.</summary>
    /// <param name="record">The row as it was just read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Advance> AdvanceAsync(TeardownRecord record, CancellationToken cancellationToken)
    {
        // Some evidence is proof enough as it stands, while it is new; then Shopkeeper needs no answer of Shopify.
        var began = time.GetUtcNow();
        if (ConfirmationRules.IsFresh(record, began)
            && ConfirmationRules.Decide(record, began, options.Value) is ConfirmationDecision.End proved)
            return await EndAsync(record, proved, cancellationToken);

        var held = await actors.GetTokenAsync(record.Installation, cancellationToken);
        var probe = await ProbeAsync(record, held, cancellationToken);
        LogProbed(record.Installation, probe.Code);
        var probed = record with { Probes = [.. record.Probes.TakeLast(MaximumProbes - 1), probe] };
        var now = time.GetUtcNow();
        switch (ConfirmationRules.Decide(probed, now, options.Value))
        {
            case ConfirmationDecision.End end:
                // The shop reads the proof from the row before it runs the fence.
                return await store.SaveAsync(probed, cancellationToken) is { } saved
                    ? await EndAsync(saved, end, cancellationToken)
                    : Advance.Again;
            case ConfirmationDecision.Superseded:
                if (await store.SupersedeAsync(record, cancellationToken)) LogSuperseded(record.Installation);
                return Advance.Again;
            case ConfirmationDecision.Wait wait:
                return await WaitAsync(probed, held.Token, now + wait.Delay, cancellationToken);
            case ConfirmationDecision.Stalled stalled:
                return await StallAsync(probed, stalled.Code, cancellationToken);
            default:
                throw new InvalidOperationException("The decisions of a confirmation are closed.");
        }
    }

    private async Task<EndProbe> ProbeAsync(
        TeardownRecord record, TokenReply held, CancellationToken cancellationToken)
    {
        if (held.Token is not { } token) return new EndProbe { At = time.GetUtcNow(), Code = held.Code ?? NoToken };
        var access = new AdminAccess(record.Shop, token)
        {
            Priority = CallPriority.Teardown, Installation = record.Installation.Value,
        };
        var outcome = await admin.ProbeAsync(access, cancellationToken);
        var code = outcome.Code;
        if (code == ConfirmationRules.Refused) code = await WorthAsync(record, held, cancellationToken);
        if (outcome.IsOk) await actors.ReportAcceptedAsync(record.Installation, token, cancellationToken);
        if (outcome.Failure is { Kind: not AdminFailureKind.Unauthorized } failure)
            await actors.ReportFailedAsync(
                record.Installation, token, failure.Kind, failure.ErrorCode, cancellationToken);
        return new EndProbe { At = time.GetUtcNow(), Code = code };
    }

    // A 401 counts only for the token that is current, and that can't have expired when it was answered: one that was
    // replaced meanwhile, refreshed or granted anew, proves nothing. Nor does one that a migration may have replaced.
    private async Task<string> WorthAsync(
        TeardownRecord record, TokenReply used, CancellationToken cancellationToken)
    {
        if (TokenRules.MayHaveExpired(used.ExpiresAt, time.GetUtcNow())) return TokenCodes.TokenExpired;
        var now = await actors.GetTokenAsync(record.Installation, cancellationToken);
        return used.Token!.Equals(now.Token) && !now.MayBeReplaced ? ConfirmationRules.Refused : TokenReplaced;
    }

    private async Task<Advance> EndAsync(
        TeardownRecord record, ConfirmationDecision.End end, CancellationToken cancellationToken)
    {
        var reply = await actors.EndAsync(
            record.Shop,
            new EndCommand
            {
                Installation = record.Installation,
                TeardownId = record.Id,
                Cause = end.Cause,
                Evidence = [.. end.Evidence],
            },
            cancellationToken);
        LogEnded(record.Installation, reply.Outcome);
        return reply.Outcome switch
        {
            FenceOutcome.Unknown => await StallAsync(record, "installation-unknown", cancellationToken),
            FenceOutcome.HeldBack => await HoldBackAsync(record, cancellationToken),
            _ => Advance.Again,
        };
    }

    // Nobody attests it, and too many such ends came lately. What seemed to prove it is asked for anew the next time:
    // by then Shopify may deny it.
    private Task<Advance> HoldBackAsync(TeardownRecord record, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var held = record with { Probes = [new EndProbe { At = now, Code = HeldBack }] };
        return WaitAsync(held, null, now + options.Value.PatientInterval, cancellationToken);
    }

    private async Task<Advance> WaitAsync(
        TeardownRecord record, AccessToken? token, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var saved = await store.SaveAsync(record with { NextAttemptAt = until }, cancellationToken);
        if (saved is null) return Advance.Again;
        // Without a proof beside it a 401 ends nothing; it says that access is lost.
        if (token is not null && record.Probes[^1].Code == ConfirmationRules.Refused)
            await actors.ReportFailedAsync(
                record.Installation, token, AdminFailureKind.Unauthorized, null, cancellationToken);
        return Advance.Waits(until);
    }

    private async Task<Advance> StallAsync(TeardownRecord record, string why, CancellationToken cancellationToken)
    {
        var stalled = record with { Status = TeardownStatus.Stalled, StalledBecause = why, NextAttemptAt = null };
        if (await store.SaveAsync(stalled, cancellationToken) is null) return Advance.Again;
        LogStalled(record.Installation, why);
        return Advance.Stalled;
    }
}
