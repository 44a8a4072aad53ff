using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Shopify.SessionTokens;

namespace Shopkeeper.Frontend.Sessions;

/// <summary>Who is signed in.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes) =>
        routes.MapGet(
            "/session", Get).WithName("GetSession").WithSummary("Tells who is signed in, and to which shop.")
            .Produces<SessionView>();

    private static Ok<SessionView> Get(HttpContext context, WantedScopes wanted)
    {
        var (claims, session) = (context.Claims(), context.Session());
        return TypedResults.Ok(new SessionView(
            claims.Shop.Value, claims.UserIdText(), claims.UserId is not null, session.Scope,
            wanted.MissingIn(session.Scope), session.InstallationId.Value, session.Generation));
    }

    public static string? UserIdText(
        this SessionClaims claims) =>
        claims.UserId?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The answer of <c>GET /api/session</c>.</summary>
/// <param name="Shop">The shop's domain.</param>
/// <param name="UserId">The user's id at Shopify; null for a token without a user.</param>
/// <param name="IsOnline">True when a user is signed in.</param>
/// <param name="Scope">The access scopes granted, comma separated.</param>
/// <param name="MissingScopes">Wanted scopes (<c>Shopify:Scopes</c>) that are not granted.</param>
/// <param name="InstallationId">The current installation.</param>
/// <param name="Generation">Its generation.</param>
public sealed record SessionView(
    string Shop, string? UserId, bool IsOnline, string Scope, IReadOnlyList<string> MissingScopes,
    Guid InstallationId, int Generation);
