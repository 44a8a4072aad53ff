using Microsoft.AspNetCore.Http;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Shopify.SessionTokens;

namespace Shopkeeper.Frontend.Sessions;

/// <summary>
/// The policy of the group <c>/api</c>: no request passes without a genuine session token, and the shop is the token's,
/// never the query's.
/// </summary>
internal sealed class EmbeddedSessionFilter(
    SessionTokenValidator tokens, SessionGate gate, SessionPlaces places) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        var token = BearerToken.Read(http.Request);
        if (tokens.Validate(token) is not SessionTokenResult.Valid valid) return EmbeddedSession.Refuse(http);
        if (!places.TryEnter(valid.Claims.Shop, out var place)) return EmbeddedSession.Overloaded(http);
        using var held = place;
        var entry = await gate.EnterAsync(valid.Claims, token!, http.RequestAborted);
        if (entry.Session is null) return EmbeddedSession.Refuse(http, entry);
        http.Features.Set(valid.Claims);
        http.Features.Set(entry.Session);
        return await next(context);
    }
}

internal static class EmbeddedSession
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryOverloaded = TimeSpan.FromSeconds(1);

    /// <summary>The answer to a session token that is none: App Bridge fetches a fresh one and repeats.</summary>
    public static IResult Refuse(HttpContext http)
    {
        http.Response.Headers["X-Shopify-Retry-Invalid-Session-Request"] = "1";
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(
            StatusCodes.Status401Unauthorized, "bad-session-token", "The session token is missing or not valid.",
            new FieldProblem("Authorization", "Send Bearer and a fresh session token of this app from App Bridge."));
    }

    /// <summary>The answer when too many requests are under way, in all or of this shop.</summary>
    public static IResult Overloaded(HttpContext http) => Problem.Unavailable(http, RetryOverloaded, "overloaded");

    /// <summary>The answer to a genuine session token whose holder is not let in.</summary>
    public static IResult Refuse(HttpContext http, SessionEntry entry) => entry.Refusal switch
    {
        EntryRefusal.StaleToken => Refuse(http),
        EntryRefusal.Unavailable =>
            Problem.Unavailable(http, entry.RetryAfter ?? RetryAfter, "install-unavailable"),
        _ => Problem.NotInstalled(),
    };

    /// <summary>The session that the filter has resolved.</summary>
    public static SessionReply Session(this HttpContext context) =>
        context.Features.Get<SessionReply>()
        ?? throw new InvalidOperationException("The endpoint is not in the group that verifies session tokens.");

    /// <summary>The claims that the filter has verified.</summary>
    public static SessionClaims Claims(this HttpContext context) =>
        context.Features.Get<SessionClaims>()
        ?? throw new InvalidOperationException("The endpoint is not in the group that verifies session tokens.");
}
