using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Grains.Tokens;

/// <summary>
/// Refreshes a pair so that it can be cut off anywhere: a durable intent, the call, one transaction. Until the new pair
/// is used, Shopify gives another for the same refresh token; and it is used by nobody before it is stored, because it
/// is handed out from the row alone. So what is cut off, or loses its answer, is simply done again.
/// </summary>
internal sealed partial class GrantRefresh(
    IGrantStore grants,
    TokenCalls calls,
    GrantFactory factory,
    TokenMetrics metrics,
    IOptions<TokensOptions> tokens,
    IOptions<ShopifyOptions> shopify,
    TimeProvider clock,
    ILogger<GrantRefresh> logger)
{
    private const int StoreAttempts = 4;
    private static readonly TimeSpan StorePause = TimeSpan.FromMilliseconds(250);

    /// <summary>Refreshes once. Not cancelled by whoever asked: the answer of a call that was sent is to be kept.
    /// </summary>
    /// <param name="held">The grant as it was just read.</param>
    /// <param name="holder">Who refreshes: one activation, which may begin again what it has begun.</param>
    /// <exception cref="StorageUnavailableException">
    /// The intent or the answer could not be stored; the refresh token that is stored is good.
    /// </exception>
    public async Task<RefreshResult> RefreshAsync(HeldGrant held, Guid holder)
    {
        ArgumentNullException.ThrowIfNull(held);
        if (held.Grant.RefreshToken is not { } bought)
            throw new ArgumentException("A grant without a refresh token can't be refreshed.", nameof(held));
        if (await AskAsync(held, bought, holder) is not { } outcome) return await ReadAgainAsync(held);
        if (TokenRules.IsRefusalOfThePair(outcome) && held.Grant.Predecessor is { } predecessor)
        {
            // Another answer to the same refresh token may have come after the one that is stored. As long as neither
            // was used, the token that bought both is good.
            if (await AskAsync(held, predecessor, holder) is not { } second) return await ReadAgainAsync(held);
            (outcome, bought) = (second, predecessor);
        }

        return await TakeAsync(held, holder, outcome, bought);
    }

    // Null when the intent could not be had.
    private async Task<TokenOutcome?> AskAsync(HeldGrant held, AccessToken refreshToken, Guid holder)
    {
        var lease = tokens.Value.RefreshLease;
        var began = clock.GetTimestamp();
        if (!await grants.TryBeginRefreshAsync(held.Installation, held.Version, holder, lease, CancellationToken.None))
            return null;

        // Where writing the intent down took so long that its lease could end before the call does, another silo might
        // ask at the same time.
        if (clock.GetElapsedTime(began) > lease - shopify.Value.CallBudget)
            throw new StorageUnavailableException("refresh-intent-late");
        return await calls.RefreshAsync(held, refreshToken);
    }

    private async Task<RefreshResult> TakeAsync(
        HeldGrant held, Guid holder, TokenOutcome outcome, AccessToken bought)
    {
        switch (outcome)
        {
            case TokenOutcome.Granted { Grant: { } granted }:
                var pair = factory.Make(granted, bought) with { Origin = held.Grant.Origin };
                return await StoreAsync(held, holder, pair);
            case TokenOutcome.Unavailable { Failure: { } failure }:
                // An answer may be on its way: until the lease is over, nobody but this activation asks again.
                if (!failure.MayHaveHappened) await EndAsync(held, holder);
                metrics.CountFailed(failure.Code);
                LogFailed(held.Installation, failure.Code);
                return new RefreshResult.Later(failure.Code, failure.RetryAfter) { Kind = failure.Kind };
            case TokenOutcome.Refused { Error: TokenErrors.AppNotInstalled }:
                await EndAsync(held, holder);
                metrics.CountFailed("app-not-installed");
                return new RefreshResult.NotInstalled();
            case TokenOutcome.Refused refused when TokenRules.IsMisconfiguration(refused):
                await EndAsync(held, holder);
                metrics.CountClientRefused();
                LogClientRefused(held.Installation, refused.Error);
                return new RefreshResult.Misconfigured(refused.Error);
            case TokenOutcome.Refused { Status: not (400 or 401) } odd:
                await EndAsync(held, holder);
                metrics.CountFailed("forbidden");
                LogFailed(held.Installation, odd.Error);
                return new RefreshResult.Later("forbidden", null);
            case TokenOutcome.Refused refused:
                return await NoteRefusedAsync(held, holder, refused.Error);
            default:
                throw new InvalidOperationException("An outcome that nobody handles.");
        }
    }

    // In a reset the fence moves the old pair to the new stay: what this refresh brings finds its grant destroyed and
    // is dropped. That is safe, because the new pair was never used: the one that moved is good.
    private async Task<RefreshResult> StoreAsync(HeldGrant held, Guid holder, Grant grant)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // False, too, where an earlier attempt went through unheard: then the pair is there to be read.
                if (await grants.StoreRefreshedAsync(
                    held.Installation, held.Version, holder, grant, CancellationToken.None))
                {
                    metrics.CountRefreshed();
                    LogRefreshed(held.Installation);
                }

                return await ReadAgainAsync(held);
            }
            catch (StorageUnavailableException unavailable) when (attempt < StoreAttempts)
            {
                LogNotStored(held.Installation, unavailable.Code);
                await Task.Delay(StorePause * attempt, clock);
            }
        }
    }

    private async Task<RefreshResult> NoteRefusedAsync(HeldGrant held, Guid holder, string error)
    {
        var refusals = await grants.NoteRefusedAsync(
            held.Installation, held.Version, holder, tokens.Value.RefusedApart, CancellationToken.None);

        // A merchant who opens the app retires the refresh token: with another pair the refusal says nothing.
        if (refusals is null) return await ReadAgainAsync(held);
        metrics.CountFailed("refused");
        LogRefused(held.Installation, error, refusals.Count);
        return new RefreshResult.Refused(refusals);
    }

    private async Task<RefreshResult> ReadAgainAsync(HeldGrant held)
    {
        var now = await grants.ReadAsync(held.Installation, CancellationToken.None);
        if (now is null) return new RefreshResult.Gone();
        return now.Version == held.Version ? new RefreshResult.Busy(now) : new RefreshResult.Fresh(now);
    }

    private Task EndAsync(HeldGrant held, Guid holder) =>
        grants.EndRefreshAsync(held.Installation, holder, CancellationToken.None);
}
