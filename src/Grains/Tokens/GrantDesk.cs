using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;

namespace Shopkeeper.Grains.Tokens;

/// <summary>
/// Hands out one installation's tokens, refreshed where that is due. It belongs to one activation: at most one refresh
/// is under way here, whoever asks meanwhile has its result, and after one that came to nothing the next waits its
/// time.
/// </summary>
internal sealed class GrantDesk(
    InstallationId installation,
    IGrantStore grants,
    GrantRefresh refresh,
    RefreshConsequences consequences,
    TokenMetrics metrics,
    IOptions<TokensOptions> tokens,
    TimeProvider clock)
{
    private static readonly TimeSpan BusyPoll = TimeSpan.FromMilliseconds(100);
    private Task<RefreshResult>? _underWay;
    private DateTimeOffset _retryAt = DateTimeOffset.MinValue;
    private string _failure = TokenCodes.TokenExpired;
    private int _failures;
    private long? _boughtWhileRefused;

    /// <summary>Who refreshes and migrates here, as intents name it.</summary>
    public Guid Holder { get; } = Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>A token that has not expired, or why there is none.</summary>
    public async Task<TokenReply> GetAsync(GrantUse use, CancellationToken cancellationToken)
    {
        var held = await grants.ReadAsync(installation, cancellationToken);
        if (Refuse(held, use) is { } none) return none;
        if (!WantsRefresh(held!, use)) return HandOut(held!, use);

        var attempt = await TryRefreshAsync(held!, use, cancellationToken);
        if (Refuse(attempt.Held, use) is { } gone) return gone;
        if (!TokenRules.IsExpired(attempt.Held!.Grant, clock.GetUtcNow()))
        {
            if (attempt.Code is not null) metrics.CountUnrefreshed();
            return HandOut(attempt.Held, use);
        }

        metrics.CountWithheld();
        return new TokenReply
        {
            Code = attempt.Code ?? TokenCodes.TokenExpired,
            RetryAfter = attempt.RetryAfter ?? tokens.Value.RetryFirst,
            Access = AccessFor(attempt.Held, use),
        };
    }

    /// <summary>Refreshes the pair of a quiet shop if that is due, or puts it off.</summary>
    public async Task KeepWarmAsync(CancellationToken cancellationToken)
    {
        var held = await grants.ReadAsync(installation, cancellationToken);
        if (held is not { EndedAt: null, Grant.RefreshToken: not null, RefreshDueAt: { } due }) return;
        if (due > clock.GetUtcNow()) return;
        var attempt = await TryRefreshAsync(held, GrantUse.App, cancellationToken);
        if (attempt.Code is null) return;

        // Without a refresh token that is good nothing is left to keep warm.
        var retryAfter = attempt.RetryAfter is { } asked && asked > tokens.Value.KeepWarm.RetryAfter
            ? asked
            : tokens.Value.KeepWarm.RetryAfter;
        var until = attempt.Code == TokenCodes.RefreshTokenExpired ? null : clock.GetUtcNow() + (TimeSpan?)retryAfter;
        await grants.DeferRefreshAsync(installation, held.Version, until, cancellationToken);
    }

    // Where Shopify refuses the pair, too, that was bought because it refused the one before, another would fare no
    // better: it is refreshed in its time, and not by each who asks for it.
    private bool WantsRefresh(HeldGrant held, GrantUse use) => TokenRules.WantsRefresh(
        held.Version == _boughtWhileRefused ? held with { Access = AccessState.Fine } : held,
        use, clock.GetUtcNow(), tokens.Value);

    /// <summary>Ends when no refresh is under way here, however that ended.</summary>
    public Task SettledAsync() => _underWay is { } underWay ? Task.WhenAny(underWay) : Task.CompletedTask;

    private async Task<Attempt> TryRefreshAsync(HeldGrant held, GrantUse use, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (TokenRules.IsBeyondRefresh(held.Grant, now))
        {
            await consequences.NeedsGrantAsync(held, cancellationToken);
            return new Attempt(held, TokenCodes.RefreshTokenExpired, tokens.Value.RefusedRetryAfter);
        }

        if (TokenRules.AskAgainAt(held.Refusals, use, now, tokens.Value) is { } again)
        {
            if (TokenRules.CanOnlyBeReplaced(held, now)) await consequences.NeedsGrantAsync(held, cancellationToken);
            return new Attempt(held, TokenRules.CodeOf(held.Refusals), again - now);
        }

        if (_underWay is null && _retryAt > now) return new Attempt(held, _failure, _retryAt - now);
        return await ReadAsync(held, await ShareAsync(held), cancellationToken);
    }

    // Checks of access interleave with what is asked here, so that a turn alone does not keep two refreshes apart.
    private async Task<RefreshResult> ShareAsync(HeldGrant held)
    {
        if (_underWay is { } underWay) return await underWay;
        var mine = _underWay = RefreshAsync(held);
        try
        {
            return await mine;
        }
        finally
        {
            _underWay = null;
        }
    }

    private async Task<RefreshResult> RefreshAsync(HeldGrant held)
    {
        try
        {
            var began = clock.GetTimestamp();
            var result = await refresh.RefreshAsync(held, Holder);
            while (result is RefreshResult.Busy && TokenRules.IsExpired(held.Grant, clock.GetUtcNow())
                && clock.GetElapsedTime(began) < tokens.Value.BusyWait)
            {
                await Task.Delay(BusyPoll, clock);
                result = await refresh.RefreshAsync(held, Holder);
            }

            Note(result);
            return result;
        }
        catch (StorageUnavailableException)
        {
            Note(new RefreshResult.Later(TokenCodes.TokenExpired, null));
            throw;
        }
    }

    private void Note(RefreshResult result)
    {
        if (result is RefreshResult.Fresh or RefreshResult.Gone or RefreshResult.Refused)
        {
            (_failures, _retryAt) = (0, DateTimeOffset.MinValue);
            return;
        }

        _failures++;
        _failure = result switch
        {
            RefreshResult.NotInstalled => TokenCodes.AppNotInstalled,
            RefreshResult.Misconfigured => TokenCodes.ClientRefused,
            _ => TokenCodes.TokenExpired,
        };
        var asked = (result as RefreshResult.Later)?.RetryAfter;
        _retryAt = clock.GetUtcNow() + TokenRules.Backoff(_failures, asked, tokens.Value);
    }

    private async Task<Attempt> ReadAsync(HeldGrant held, RefreshResult result, CancellationToken cancellationToken)
    {
        switch (result)
        {
            case RefreshResult.Fresh fresh:
                if (held.Access == AccessState.Refused) _boughtWhileRefused = fresh.Held.Version;
                return new Attempt(fresh.Held, null, null);
            case RefreshResult.Gone:
                return new Attempt(null, null, null);
            case RefreshResult.Refused { Refusals: var refusals }:
                if (refusals.Count >= TokenRules.RefusalsToBelieve)
                    await consequences.NeedsGrantAsync(held, cancellationToken);
                return new Attempt(
                    await ReadAgainAsync(cancellationToken), TokenRules.CodeOf(refusals), tokens.Value.RefusedApart);
            case RefreshResult.NotInstalled:
                await consequences.NotInstalledAsync(held, cancellationToken);
                return new Attempt(
                    await ReadAgainAsync(cancellationToken), TokenCodes.AppNotInstalled, tokens.Value.RetryMaximum);
            default:
                if (result is RefreshResult.Later { Kind: { } kind })
                    await consequences.NoteShopAsync(held, kind, cancellationToken);
                return new Attempt(
                    await ReadAgainAsync(cancellationToken), _failure, _retryAt - clock.GetUtcNow());
        }
    }

    // A call takes its time: what was read before it may have ended meanwhile, or be destroyed.
    private Task<HeldGrant?> ReadAgainAsync(CancellationToken cancellationToken) =>
        grants.ReadAsync(installation, cancellationToken);

    private static TokenReply? Refuse(HeldGrant? held, GrantUse use) => held switch
    {
        null => new TokenReply { Code = TokenCodes.GrantDestroyed },
        { EndedAt: not null } when use != GrantUse.Teardown => new TokenReply { Code = TokenCodes.InstallationEnded },
        _ => null,
    };

    private static TokenReply HandOut(HeldGrant held, GrantUse use) => new()
    {
        Token = held.Grant.AccessToken,
        ExpiresAt = held.Grant.ExpiresAt,
        Access = AccessFor(held, use),
        MayBeReplaced = held.Migration is MigrationMark.Asked or MigrationMark.Lost,
    };

    private static AccessState AccessFor(HeldGrant held, GrantUse use) =>
        use == GrantUse.Teardown ? AccessState.Fine : held.Access;

    /// <summary>What is held after an attempt, and why it is not fresher, if it is not.</summary>
    private sealed record Attempt(HeldGrant? Held, string? Code, TimeSpan? RetryAfter);
}
