using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Shopkeeper.Simulator.Calls;

namespace Shopkeeper.Simulator.Admin;

/// <summary>
/// <c>GET /admin/apps/{key}</c>: where Shopify embeds the app's own page, and where an install ends. Here it
/// says how the app stands in the shop.
/// </summary>
internal static class AppPage
{
    public static Task InvokeAsync(HttpContext context)
    {
        var shop = context.Features.GetRequiredFeature<IncomingCall>().Shop!;
        var state = shop.Installation is null
            ? "The app is not installed in this shop."
            : "The app is installed. In Shopify's admin its own page would open here.";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html><html lang="en"><head><title>Simulated Shopify</title></head><body>
            <h1>{WebUtility.HtmlEncode(shop.Profile.Name)}</h1><p>{state}</p>
            </body></html>
            """,
            context.RequestAborted);
    }
}
