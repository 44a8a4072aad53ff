using Microsoft.AspNetCore.Http;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Shopify.SessionTokens;

namespace Shopkeeper.Frontend.Sessions;

/// <summary>
/// The policy of the group <c>/api</c>: no request passes without a genuine session token, and the shop is the token's,
/// never the query's.
/// </summary>
internal sealed class EmbeddedSessionFilter(SessionTokenValidator tokens) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        if (tokens.Validate(BearerToken.Read(http.Request)) is not SessionTokenResult.Valid valid)
        {
            return EmbeddedSession.Refuse(http);
        }
        http.Features.Set(valid.Claims);
        return await next(context);
    }
}

internal static class EmbeddedSession
{
    /// <summary>The answer to a session token that is none: App Bridge fetches a fresh one and repeats.</summary>
    public static IResult Refuse(HttpContext http)
    {
        http.Response.Headers["X-Shopify-Retry-Invalid-Session-Request"] = "1";
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(
            StatusCodes.Status401Unauthorized, "bad-session-token", "The session token is missing or not valid.",
            new FieldProblem("Authorization", "Send Bearer and a fresh session token of this app from App Bridge."));
    }

    /// <summary>The claims that the filter has verified.</summary>
    public static SessionClaims Claims(this HttpContext context) =>
        context.Features.Get<SessionClaims>()
        ?? throw new InvalidOperationException("The endpoint is not in the group that verifies session tokens.");
}
