using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Operations;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.BackEnds;

/// <summary>Users' online tokens for the app's back ends.</summary>
internal static class UserTokenEndpoints
{
    // A call takes a moment to reach Shopify: what expires on the way is of no use.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    public static void MapUserTokens(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/shops/{shop}/users/{userId}/token", ReadAsync).WithName("ReadUserToken")
            .WithSummary("A user's online access token; never an expired one, nor one of an installation that has "
                + "ended. Each reading stands in the audit log. Scope tokens:read.")
            .RequireAuthorization(ServiceScopes.TokensRead).Produces<UserTokenView>()
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> ReadAsync(
        string shop, string userId, HttpContext context, IGrainFactory grains, ISessionStore sessions,
        AuditedCall audited, TimeProvider time)
    {
        if (!Requests.TryShop(shop, out var domain, out var problem)) return problem;
        if (!long.TryParse(userId, NumberStyles.None, CultureInfo.InvariantCulture, out var user) || user <= 0)
            return Problem.BadRequest("userId", "Send the user's numeric id at Shopify.");
        context.Response.Headers.CacheControl = "no-store";
        // Nobody gets a token whose reading could not be written down.
        return await audited.RunAsync(
            context.User.Identity?.Name ?? "unknown", "read-user-token", domain,
            () => FindAsync(
                grains, sessions, domain, user.ToString(CultureInfo.InvariantCulture), time, context.RequestAborted),
            context.RequestAborted);
    }

    private static async Task<IResult> FindAsync(
        IGrainFactory grains, ISessionStore sessions, ShopDomain shop, string user, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var current = await grains.GetGrain<IShopLifecycle>(shop.Value).GetCurrentAsync(cancellationToken);
        if (current is null) return Problem.NotInstalled();
        var token = await sessions.FindOnlineAsync(current.Id, SessionIds.OfUser(shop, user), cancellationToken);
        if (token is null)
        {
            return Problem.Of(
                StatusCodes.Status404NotFound, "no-session", "The user has no online session.",
                new FieldProblem("userId", "Have him open the app; Sessions:Online must be true."));
        }
        return token.ExpiresAt - Margin > time.GetUtcNow()
            ? TypedResults.Ok(new UserTokenView(
                token.AccessToken.Reveal(), user, current.Id.Value, token.Scopes, token.ExpiresAt))
            : Problem.Of(
                StatusCodes.Status409Conflict, "session-expired", "The user's online session has expired.",
                new FieldProblem("userId", "Have him open the app: a new session begins then."));
    }
}
