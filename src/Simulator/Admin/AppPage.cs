using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Shopkeeper.Simulator.Calls;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Embedding;
using Shopkeeper.Simulator.OAuth;

namespace Shopkeeper.Simulator.Admin;

/// <summary>
/// <c>GET /admin/apps/{key}</c>: where Shopify embeds the app's own page, and where an install ends. Opened with
/// <c>?without-token</c> the app's address carries no session token, as happens at Shopify.
/// </summary>
internal sealed class AppPage(SessionTokens sessions, LaunchAddress launch)
{
    public Task InvokeAsync(HttpContext context)
    {
        var shop = context.Features.GetRequiredFeature<IncomingCall>().Shop!;
        var token = context.Request.Query.ContainsKey("without-token")
            ? null
            : sessions.Mint(shop, new SessionTokenRequest());
        var body = shop.Installation is null
            ? "<p>The app is not installed in this shop.</p>"
            : $"""
               <p>The app is installed. Its own page:</p>
               <iframe title="The app" src="{WebUtility.HtmlEncode(launch.Of(shop, token).AbsoluteUri)}"></iframe>
               """;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $$"""
            <!DOCTYPE html><html lang="en"><head><title>Simulated Shopify</title><style>
            body { font-family: system-ui, sans-serif; margin: 2rem; }
            iframe { border: 1px solid #999; width: 100%; height: 24rem; }
            </style></head><body>
            <h1>{{WebUtility.HtmlEncode(shop.Profile.Name)}}</h1>
            {{body}}
            </body></html>
            """,
            context.RequestAborted);
    }
}
