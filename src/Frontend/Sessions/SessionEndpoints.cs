using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Shopify.SessionTokens;

namespace Shopkeeper.Frontend.Sessions;

/// <summary>Who is signed in.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes) =>
        routes.MapGet(
            "/session", GetAsync).WithName("GetSession").WithSummary("Tells who is signed in, and to which shop.")
            .Produces<SessionView>();

    private static async Task<IResult> GetAsync(HttpContext context, IGrainFactory grains)
    {
        var claims = context.Claims();
        var session = await grains.CheckAsync(claims, context.RequestAborted);
        return session is null ? Problem.NotInstalled() : TypedResults.Ok(new SessionView(
            claims.Shop.Value, claims.UserIdText(), claims.UserId is not null, session.Scope,
            session.InstallationId.Value, session.Generation));
    }

    /// <summary>Resolves the token's shop to its current installation; null when the app is not installed.</summary>
    public static async ValueTask<SessionReply?> CheckAsync(
        this IGrainFactory grains, SessionClaims claims, CancellationToken cancellationToken) =>
        await grains.GetGrain<IShopSessions>(claims.Shop.Value).CheckAsync(
            new SessionClaim { UserId = claims.UserIdText(), SessionId = claims.SessionId }, cancellationToken);

    public static string? UserIdText(
        this SessionClaims claims) =>
        claims.UserId?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The answer of <c>GET /api/session</c>.</summary>
/// <param name="Shop">The shop's domain.</param>
/// <param name="UserId">The user's id at Shopify; null for a token without a user.</param>
/// <param name="IsOnline">True when a user is signed in.</param>
/// <param name="Scope">The access scopes granted, comma separated.</param>
/// <param name="InstallationId">The current installation.</param>
/// <param name="Generation">Its generation.</param>
public sealed record SessionView(
    string Shop, string? UserId, bool IsOnline, string Scope, Guid InstallationId, int Generation);
