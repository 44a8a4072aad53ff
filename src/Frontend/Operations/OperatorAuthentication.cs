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

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerToken.Read(Request) is { Length: > 0 and <= 512 } key)
        {
            return Task.FromResult(keys.Find(key) is { } name
                ? Success(name)
                : AuthenticateResult.Fail("No such key."));
        }
        return Task.FromResult(cookie.ReadName(Request) is { } known
            ? Success(known)
            : AuthenticateResult.NoResult());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
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
}
