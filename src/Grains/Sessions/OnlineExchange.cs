using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Grains.Sessions;

/// <summary>Exchanges a user's session token for his online token and keeps that with the session.</summary>
internal sealed partial class OnlineExchange(
    ISessionStore store,
    IInstallationStore installations,
    TokenCalls calls,
    EndClaims claims,
    IOptions<SessionsOptions> options,
    TimeProvider clock,
    ILogger<OnlineExchange> logger)
{
    /// <summary>Sees to it that a token is stored.</summary>
    public async Task<OnlineSessionOutcome> OpenAsync(
        ShopDomain shop, OpenOnlineSession command, CancellationToken cancellationToken)
    {
        try
        {
            var id = SessionIds.OfUser(shop, command.UserId);
            var stored = await store.FindOnlineAsync(command.Installation, id, cancellationToken);
            if (OnlineSessionRules.IsEnough(stored, command, clock.GetUtcNow(), options.Value))
                return OnlineSessionOutcome.Open;
            var current = await installations.FindAsync(command.Installation, cancellationToken);
            if (current is not { EndedAt: null }) return OnlineSessionOutcome.Refused;
            var answer = await calls.ExchangeForOnlineAsync(current, command.SessionToken, cancellationToken);
            return await TakeAsync(current, id, command, answer, cancellationToken);
        }
        catch (InstallationEndedException)
        {
            // What was granted is worth nothing any more, and is kept nowhere.
            return OnlineSessionOutcome.Refused;
        }
        catch (StorageUnavailableException fault)
        {
            LogUnavailable(command.Installation, fault.Code);
            return OnlineSessionOutcome.Unavailable;
        }
    }

    private async Task<OnlineSessionOutcome> TakeAsync(
        Installation current,
        string id,
        OpenOnlineSession command,
        TokenOutcome answer,
        CancellationToken cancellationToken)
    {
        switch (answer)
        {
            case TokenOutcome.Granted { Grant: { User: { } user, ExpiresIn: { } lifetime } grant }
                when user.Id.ToString(CultureInfo.InvariantCulture) == command.UserId:
                var token = new OnlineToken
                {
                    UserId = command.UserId,
                    ShopifySessionId = command.SessionId,
                    AccessToken = grant.AccessToken,
                    Scopes = grant.Scopes.ToString(),
                    ExpiresAt = clock.GetUtcNow() + lifetime,
                };
                await store.SaveOnlineAsync(current.Id, id, token, cancellationToken);
                return OnlineSessionOutcome.Open;
            case TokenOutcome.Refused { Error: TokenErrors.AppNotInstalled }:
                await claims.OpenAsync(current, cancellationToken);
                return OnlineSessionOutcome.NotInstalled;
            case TokenOutcome.Refused refused:
                LogRefused(current.Id, refused.Error);
                return OnlineSessionOutcome.Refused;
            case TokenOutcome.Unavailable unavailable:
                LogUnavailable(current.Id, unavailable.Failure.Code);
                return OnlineSessionOutcome.Unavailable;
            default:
                LogRefused(current.Id, "not-of-this-user");
                return OnlineSessionOutcome.Refused;
        }
    }
}
