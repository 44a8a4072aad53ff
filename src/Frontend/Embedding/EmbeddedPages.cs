using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Embedding;

/// <summary>
/// The service's own pages inside the admin. Each may be framed by its shop's admin and by nobody else
/// (https://shopify.dev/docs/apps/build/security/set-up-iframe-protection).
/// </summary>
internal sealed class EmbeddedPages(IOptions<EmbeddedAppOptions> app, IOptions<ShopifyOptions> shopify)
{
    private const string Layout = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width">
          <meta name="shopify-api-key" content="{key}">
          <title>{title}</title>
          <script data-api-key="{key}" src="{bridge}"></script>
        </head>
        <body>
          {body}
        </body>
        </html>
        """;

    /// <summary>App Bridge reads from the page's address where to go, and goes there with a session token.</summary>
    public IResult Bounce(HttpContext context, ShopDomain shop) => Page(context, shop, "One moment", "");

    /// <summary>Where there is no page of the app's own.</summary>
    public IResult Installed(HttpContext context, ShopDomain shop) =>
        Page(context, shop, "Installed", "<p>The app is installed in this shop.</p>");

    /// <summary>Leaves the frame: Shopify's page for approval can't be framed.</summary>
    public IResult Leave(HttpContext context, ShopDomain shop, Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var link = HtmlEncoder.Default.Encode(address.AbsoluteUri);
        return Page(context, shop, "Install the app", $"""
            <p><a href="{link}" target="_top">Install the app</a></p>
              <script>window.open({JsonSerializer.Serialize(address.AbsoluteUri)}, "_top")</script>
            """);
    }

    // A shop whose admin is elsewhere, as a simulated one's, shows the app there too.
    private string AdminsOf(ShopDomain shop)
    {
        var own = $"https://{shop.Value}";
        var configured = AdminUrl.For(shopify.Value, shop, "admin").GetLeftPart(UriPartial.Authority);
        return configured == own ? $"{own} https://admin.shopify.com" : $"{own} https://admin.shopify.com {configured}";
    }

    private IResult Page(HttpContext context, ShopDomain shop, string title, string body)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy =
            $"frame-ancestors {AdminsOf(shop)}; base-uri 'none'; object-src 'none'; "
            + "form-action 'none'";
        var html = Layout
            .Replace("{key}", HtmlEncoder.Default.Encode(shopify.Value.ApiKey), StringComparison.Ordinal)
            .Replace("{bridge}", HtmlEncoder.Default.Encode(app.Value.AppBridgeUrl), StringComparison.Ordinal)
            .Replace("{title}", title, StringComparison.Ordinal)
            .Replace("{body}", body, StringComparison.Ordinal);
        return Results.Content(html, "text/html; charset=utf-8");
    }
}
