using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Sessions;

namespace Shopkeeper.Frontend.Operations;

/// <summary>
/// Knows operators by their key: a Bearer token, or the cookie that a browser got for posting the key once.
/// </summary>
internal sealed class OperatorAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory loggers, UrlEncoder encoder,
    OperatorKeys keys, OperatorCookie cookie)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, loggers, encoder)
{
    public const string SchemeName = "OperatorKey";

    private static readonly object CrossOrigin = new();

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerToken.Read(Request) is { Length: > 0 and <= 512 } key)
        {
            return Task.FromResult(keys.Find(key) is { } name
                ? Success(name)
                : AuthenticateResult.Fail("No such key."));
        }
        if (cookie.ReadName(Request) is not { } known) return Task.FromResult(AuthenticateResult.NoResult());
        if (IsSafe(Request) || IsOwnPage(Request)) return Task.FromResult(Success(known));
        Context.Items[CrossOrigin] = true;
        return Task.FromResult(AuthenticateResult.Fail("The order comes from another page."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Context.Items.ContainsKey(CrossOrigin))
        {
            return Problem.Of(
                StatusCodes.Status403Forbidden, "cross-origin", "The order comes from another site's page.",
                new FieldProblem("Origin", "Order from a page of this service, or with a key as Bearer."))
                .ExecuteAsync(Context);
        }
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(
            StatusCodes.Status401Unauthorized, "operator-key-required", "An operator's key is required.",
            new FieldProblem(
                "Authorization", "Send Bearer and an operator's key, or sign in at /ops/sign-in in a browser."))
            .ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.Of(
            StatusCodes.Status403Forbidden, "role-required", "This key may read, not act.",
            new FieldProblem("Authorization", "Use a key with the role operator."))
            .ExecuteAsync(Context);

    private AuthenticateResult Success(string name)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, name), .. keys.RolesOf(name).Select(role => new Claim(ClaimTypes.Role, role))],
            SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    private static bool IsSafe(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    // SameSite=Strict keeps the cookie from other sites' pages; this keeps it from other origins of the same site. The
    // scheme is the proxy's business.
    private static bool IsOwnPage(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
