using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.SessionTokens;

namespace Shopkeeper.Frontend.Sessions;

/// <summary>
/// Resolves a verified session token to the current installation. Shopify tells nobody of a managed install, so where
/// none is known, or its grant is of no use, the token is exchanged for a grant
/// (https://shopify.dev/docs/apps/build/authentication-authorization/app-installation). A session that is known costs
/// one call of the shop's actor and nothing else.
/// </summary>
internal sealed partial class SessionGate(IGrainFactory grains, TimeProvider time, ILogger<SessionGate> logger)
{
    // A page waits for these: a Shopify that is silent must not keep a merchant from what the app knows itself.
    private static readonly TimeSpan CheckPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OnlinePatience = TimeSpan.FromSeconds(4);

    /// <summary>Lets the token's holder in, or says why not.</summary>
    /// <param name="claims">What the token says; its shop and no other is meant.</param>
    /// <param name="token">The token as it was presented.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public async Task<SessionEntry> EnterAsync(SessionClaims claims, string token, CancellationToken cancellationToken)
    {
        var claim = new SessionClaim { UserId = claims.UserIdText(), SessionId = claims.SessionId };
        var session = await Sessions(claims.Shop).CheckAsync(claim, cancellationToken);
        return IsKnown(session)
            ? new SessionEntry(session, EntryRefusal.None)
            : await EnterAsync(claims.Shop, claim, token, session, cancellationToken);
    }

    private static bool IsKnown(SessionReply? session) =>
        session is { FirstSight: false } && !session.Access.NeedsNewGrant();

    private async Task<SessionEntry> EnterAsync(
        ShopDomain shop, SessionClaim claim, string token, SessionReply? session,
        CancellationToken cancellationToken)
    {
        var wantsOnline = session?.WantsOnline ?? false;
        var check = await CheckAccessAsync(session, cancellationToken);
        if (check is null or { NeedsNewGrant: true })
        {
            var reply = await grains.GetGrain<IInstaller>(shop.Value).InstallWithSessionTokenAsync(
                new InstallWithSessionToken
                {
                    SessionToken = new AccessToken(token), Seen = session?.InstallationId,
                },
                cancellationToken);
            if (reply.Installation is null) await AskAgainAsync(shop, claim, check, cancellationToken);
            if (reply.Installation is not null)
                session = await Sessions(shop).CheckAsync(claim, cancellationToken);
            else if (session is null || SessionEntry.Of(reply) is not { Refusal: EntryRefusal.Unavailable })
                return SessionEntry.Of(reply);

            // Without a new grant the stay goes on as it was: dormant, but its own data are there.
            if (session is null) return SessionEntry.NotInstalled;
        }
        else
        {
            await AskAgainAsync(shop, claim, check, cancellationToken);
        }

        return session!.WantsOnline || wantsOnline
            ? await OpenOnlineAsync(shop, session, claim, token, cancellationToken)
            : new SessionEntry(session, EntryRefusal.None);
    }

    // Null without a stay.
    private async Task<AccessCheck?> CheckAccessAsync(SessionReply? session, CancellationToken cancellationToken)
    {
        if (session is null) return null;
        if (session.Access.NeedsNewGrant()) return new AccessCheck { State = session.Access };
        try
        {
            return await grains.GetGrain<IGrantKeeper>(session.InstallationId.Value)
                .CheckAsync(cancellationToken).WaitAsync(CheckPatience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            LogSilent(session.InstallationId);
            return new AccessCheck { State = session.Access, Answer = AccessAnswer.Silent };
        }
    }

    // As long as nobody knows whether the stay is Shopify's still, the session's next request is a first sight again.
    private async Task AskAgainAsync(
        ShopDomain shop, SessionClaim claim, AccessCheck? check, CancellationToken cancellationToken)
    {
        if (check is not (null or { Answer: AccessAnswer.Known }))
            await Sessions(shop).ForgetSessionAsync(claim, cancellationToken);
    }

    private async Task<SessionEntry> OpenOnlineAsync(
        ShopDomain shop, SessionReply session, SessionClaim claim, string token, CancellationToken cancellationToken)
    {
        var outcome = OnlineSessionOutcome.Unavailable;
        try
        {
            outcome = await grains.GetGrain<IOnlineSessions>(shop.Value).OpenAsync(
                new OpenOnlineSession
                {
                    Installation = session.InstallationId,
                    UserId = claim.UserId!,
                    SessionId = claim.SessionId,
                    SessionToken = new AccessToken(token),
                },
                cancellationToken).WaitAsync(OnlinePatience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            LogSilent(session.InstallationId);
        }

        if (outcome == OnlineSessionOutcome.NotInstalled) return SessionEntry.NotInstalled;
        if (outcome != OnlineSessionOutcome.Open)
            await Sessions(shop).ForgetSessionAsync(claim, cancellationToken);
        return new SessionEntry(session, EntryRefusal.None);
    }

    private IShopSessions Sessions(ShopDomain shop) => grains.GetGrain<IShopSessions>(shop.Value);
}
