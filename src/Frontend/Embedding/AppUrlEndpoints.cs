using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Embedding;

/// <summary>
/// The App URL, and the page from which App Bridge brings a session token to it
/// (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange).
/// </summary>
internal static class AppUrlEndpoints
{
    private const string BouncePath = "/auth/session-token";

    public static void MapAppUrl(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", OpenAsync).WithName("OpenApp").WithTags("Install").OnlyOn(Listener.Public)
            .WithSummary("The App URL: where Shopify opens the app. Installs it where a session token allows that.")
            .Produces(StatusCodes.Status200OK, null, "text/html").Produces(StatusCodes.Status302Found)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        routes.MapGet(BouncePath, Bounce).WithName("FetchSessionToken").WithTags("Install").OnlyOn(Listener.Public)
            .WithSummary("A page with App Bridge, which goes on to shopify-reload with a fresh session token.")
            .Produces(StatusCodes.Status200OK, null, "text/html").ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> OpenAsync(
        HttpContext context, LoadRequestReader reader, SessionGate gate, EmbeddedPages pages, TimeProvider time,
        IOptions<ShopifyOptions> shopify, IOptions<EmbeddedAppOptions> app)
    {
        var query = context.Request.Query;
        var appUrl = new Uri(shopify.Value.AppUrl);
        context.Response.Headers.CacheControl = "no-store";
        switch (reader.Read(query))
        {
            case LoadRequest.Refused refused:
                return refused.Answer;
            case LoadRequest.Authorize authorize:
                return Results.Redirect(Authorize(appUrl, authorize.Shop).AbsoluteUri);
            case LoadRequest.Bounce:
                return Results.Redirect(BounceOf(query, appUrl, time));
            case LoadRequest.Enter enter:
                var entry = await gate.EnterAsync(enter.Claims, enter.Token, context.RequestAborted);
                var shop = enter.Claims.Shop;
                return entry.Refusal switch
                {
                    EntryRefusal.None when app.Value.PageUrl.Length > 0 =>
                        Results.Redirect(PassedOn.To(app.Value.PageUrl, query)),
                    EntryRefusal.None => pages.Installed(context, shop),
                    EntryRefusal.NotInstalled => pages.Leave(context, shop, Authorize(appUrl, shop)),
                    EntryRefusal.StaleToken when !reader.HasJustBounced(query) =>
                        Results.Redirect(BounceOf(query, appUrl, time)),
                    _ => EmbeddedSession.Refuse(context, entry),
                };
            default:
                throw new InvalidOperationException("The kinds of load requests are closed.");
        }
    }

    private static IResult Bounce(HttpContext context, EmbeddedPages pages, IOptions<ShopifyOptions> shopify)
    {
        var query = context.Request.Query;
        if (query["shop"].Count != 1 || !ShopDomain.TryParse(query["shop"], out var shop))
            return Problem.BadRequest("shop", "Send one shop domain of the form {name}.myshopify.com.");
        var reload = query[ReloadTarget.Parameter];
        return reload.Count == 1 && ReloadTarget.TryRead(reload, new Uri(shopify.Value.AppUrl), out _)
            ? pages.Bounce(context, shop)
            : Problem.BadRequest(ReloadTarget.Parameter, "Send one address of this app, or a path of it.");
    }

    private static Uri Authorize(Uri appUrl, ShopDomain shop) => new(appUrl, $"/auth?shop={shop.Value}");

    private static string BounceOf(IQueryCollection query, Uri appUrl, TimeProvider time)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var back = QueryHelpers.AddQueryString(
            PassedOn.To(new Uri(appUrl, "/").AbsoluteUri, query), LoadRequestReader.Bounced, now);
        return QueryHelpers.AddQueryString(
            PassedOn.To(new Uri(appUrl, BouncePath).AbsoluteUri, query), ReloadTarget.Parameter, back);
    }
}
