using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Keys;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Sessions;

namespace Shopkeeper.Frontend.BackEnds;

/// <summary>Knows the app's back ends by their key, sent as Bearer. Without any key the routes are not there.</summary>
internal sealed class ServiceAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory loggers, UrlEncoder encoder,
    IOptions<ServiceOptions> services)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, loggers, encoder)
{
    public const string SchemeName = "ServiceKey";

    /// <summary>The type of the claim that names a scope.</summary>
    public const string ScopeClaim = "scope";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerToken.Read(Request) is not { } key) return Task.FromResult(AuthenticateResult.NoResult());
        if (KeyNames.Find(services.Value.Keys, key, TimeProvider.GetUtcNow()) is not { } name)
            return Task.FromResult(AuthenticateResult.Fail("No such key."));
        var scopes = KeyNames.Items(services.Value.Keys[name].Scopes).Select(scope => new Claim(ScopeClaim, scope));
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, name), .. scopes], SchemeName);
        return Task.FromResult(
            AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (services.Value.Keys.Count == 0) return Problem.NotFound("page").ExecuteAsync(Context);
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(
            StatusCodes.Status401Unauthorized, "service-key-required", "A back end's key is required.",
            new FieldProblem("Authorization", "Send Bearer and a key of Service:Keys that has not ended."))
            .ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.Of(
            StatusCodes.Status403Forbidden, "scope-required", "This key may not do that.",
            new FieldProblem("Authorization", "Use a key whose Scopes name what the API's description asks for."))
            .ExecuteAsync(Context);
}
