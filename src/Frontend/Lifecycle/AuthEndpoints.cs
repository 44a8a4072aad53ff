using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Shopify.Signatures;

namespace Shopkeeper.Frontend.Lifecycle;

/// <summary>
/// The authorization code grant
/// (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant).
/// </summary>
internal static class AuthEndpoints
{
    private const int MaximumParameterLength = 2048;

    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/auth").WithTags("Install").OnlyOn(Listener.Public);
        group.MapGet("", Begin).WithName("BeginInstall")
            .WithSummary("Sends the merchant's browser to the shop, to approve the app.")
            .Produces(StatusCodes.Status302Found).ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/callback", CompleteAsync).WithName("CompleteInstall")
            .WithSummary("Where the shop sends the browser back; installs the app.")
            .Produces(StatusCodes.Status302Found).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Begin(HttpContext context, AuthState states, IOptions<ShopifyOptions> options)
    {
        var query = context.Request.Query;
        if (query["shop"].Count != 1 || !ShopDomain.TryParse(query["shop"], out var shop))
            return Problem.BadRequest("shop", "Send one shop domain of the form {name}.myshopify.com.");
        var appUrl = new Uri(options.Value.AppUrl);
        // The state's cookie belongs to the app's own origin, so that is where the authorization has to begin.
        if (!string.Equals(context.Request.Host.Value, appUrl.Authority, StringComparison.OrdinalIgnoreCase))
            return Results.Redirect(new Uri(appUrl, $"/auth?shop={shop.Value}").AbsoluteUri);
        var state = states.Begin(context, shop);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Redirect(
            AuthorizeUrl.Build(options.Value, shop, new Uri(appUrl, "/auth/callback"), state).AbsoluteUri);
    }

    private static async Task<IResult> CompleteAsync(
        HttpContext context, AuthState states, IUsedStates used, ApiSecrets secrets, TimeProvider time,
        IOptions<ShopifyOptions> options, IGrainFactory grains)
    {
        var query = context.Request.Query;
        context.Response.Headers.CacheControl = "no-store";
        if (Refusal(query, secrets, time, out var shop) is { } refused) return refused;
        if (!AfterInstall.TryTarget(options.Value, shop!, query["host"], out var target))
            return Problem.BadRequest("host", "Begin the install again at /auth?shop={shop}.");
        var state = query["state"].ToString();
        if (!states.Matches(context, shop!, state)
            || !await used.TryUseAsync(SHA256.HashData(Encoding.UTF8.GetBytes(state)), context.RequestAborted))
        {
            return Problem.Of(
                StatusCodes.Status401Unauthorized, "bad-state",
                "This browser did not begin this install, or it took too long.",
                new FieldProblem("state", "Begin the install again at /auth?shop={shop}, in the same browser."));
        }
        states.End(context);
        var reply = await grains.GetGrain<IInstaller>(shop!.Value).InstallWithCodeAsync(
            new InstallWithCode { Code = new AccessToken(query["code"].ToString()) }, context.RequestAborted);
        return Answer(context, reply, shop, target);
    }

    private static IResult? Refusal(IQueryCollection query, ApiSecrets secrets, TimeProvider time, out ShopDomain? shop)
    {
        shop = null;
        switch (QuerySignature.Verify(query, secrets))
        {
            case QuerySignatureResult.Repeated:
                return Problem.BadRequest("query", "Send hmac, shop, timestamp, state, code and host once each.");
            case not QuerySignatureResult.Valid:
                return Problem.Of(
                    StatusCodes.Status401Unauthorized, "bad-signature", "The query is not signed by this app's secret.",
                    new FieldProblem("hmac", "Begin the install again at /auth?shop={shop}."));
        }
        if (!QueryTimestamp.IsFresh(query, time))
        {
            return Problem.Of(
                StatusCodes.Status401Unauthorized, "bad-timestamp", "The query is too old, or from the future.",
                new FieldProblem("timestamp", "Begin the install again, and check this service's clock."));
        }
        if (!ShopDomain.TryParse(query["shop"], out shop))
            return Problem.BadRequest("shop", "Send one shop domain of the form {name}.myshopify.com.");
        foreach (var name in (string[])["code", "state"])
        {
            if (query[name].ToString() is not { Length: > 0 and <= MaximumParameterLength })
                return Problem.BadRequest(name, "Begin the install again at /auth?shop={shop}.");
        }
        return null;
    }

    // The state is used up, so the same address can't be tried again.
    private static IResult BeginAgain(HttpContext context, InstallReply reply)
    {
        var wait = (int)Math.Ceiling((reply.RetryAfter ?? TimeSpan.FromSeconds(5)).TotalSeconds);
        context.Response.Headers.RetryAfter = Math.Max(1, wait).ToString(CultureInfo.InvariantCulture);
        return Problem.Of(
            StatusCodes.Status503ServiceUnavailable, "unavailable", "The install could not be completed now.",
            new FieldProblem(
                "shop", "Wait as many seconds as Retry-After says, then begin again at /auth?shop={shop}."));
    }

    private static IResult Answer(HttpContext context, InstallReply reply, ShopDomain shop, Uri target) =>
        reply.Outcome switch
        {
            InstallOutcome.Installed or InstallOutcome.Reauthorized => Results.Redirect(target.AbsoluteUri),
            InstallOutcome.StartAgain => Results.Redirect($"/auth?shop={shop.Value}"),
            InstallOutcome.Unavailable => BeginAgain(context, reply),
            _ => Problem.Of(
                StatusCodes.Status400BadRequest, reply.Code ?? "refused", "Shopify refused the authorization.",
                new FieldProblem("code", "Begin the install again at /auth?shop={shop}.")),
        };
}
