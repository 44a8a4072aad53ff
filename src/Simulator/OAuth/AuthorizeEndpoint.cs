using System.Globalization;
using System.Net;
using Shopkeeper.Simulator.Calls;
using Shopkeeper.Simulator.Hosting;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.OAuth;

/// <summary>The page on which a merchant approves the app. Approving installs it.</summary>
internal sealed class AuthorizeEndpoint(ShopRegistry shops, AppRegistration registration, SimulatorOptions options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var app = registration.Current;
        var query = context.Request.Query;
        var name = (string?)context.Request.RouteValues["shop"];
        var shop = options.CreateShopsOnAuthorize ? shops.FindOrCreate(name) : shops.Find(name);
        if (shop is null)
        {
            await ShopAnswers.NotFoundAsync(context);
            return;
        }

        if (Refusal(query, app) is { } refusal)
        {
            await PageAsync(context, StatusCodes.Status400BadRequest, $"<h1>Oauth error</h1><p>{refusal}</p>");
            return;
        }

        var redirect = new Uri(query["redirect_uri"].ToString());
        if (app.RefuseAuthorization || query.ContainsKey("deny"))
            context.Response.Redirect(Denied(shop, redirect, query["state"], app).AbsoluteUri);
        else if (app.ManualApproval && !query.ContainsKey("approve"))
            await AskAsync(context, shop);
        else
            context.Response.Redirect(Approve(shop, redirect, query).AbsoluteUri);
    }

    /// <summary>The signed address to which a browser goes with a code.</summary>
    public Uri Callback(Shop shop, Uri redirect, string? state, string code) =>
        Signed(shop, redirect, state, [KeyValuePair.Create("code", code)], registration.Current);

    private Uri Approve(Shop shop, Uri redirect, IQueryCollection query)
    {
        var asked = query["scope"].ToString()
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var installation = shop.Install(asked.Length == 0 ? null : asked);
        var perUser = query["grant_options[]"].Contains("per-user");
        var user = long.TryParse(query["user"], CultureInfo.InvariantCulture, out var named) ? named : shop.OwnerId;
        var code = shop.IssueCode(installation, perUser ? user : null, options.Clock.GetUtcNow());
        return Callback(shop, redirect, query["state"], code);
    }

    private Uri Denied(Shop shop, Uri redirect, string? state, AppRegistration.App app) =>
        Signed(shop, redirect, state,
        [
            KeyValuePair.Create("error", "access_denied"),
            KeyValuePair.Create("error_description", "The merchant did not approve the app."),
        ], app);

    private Uri Signed(
        Shop shop, Uri redirect, string? state, KeyValuePair<string, string>[] own, AppRegistration.App app)
    {
        var now = options.Clock.GetUtcNow().ToUnixTimeSeconds();
        List<KeyValuePair<string, string>> parameters =
        [
            .. own,
            KeyValuePair.Create("host", QuerySignature.Host(ShopAddress.Handle(shop.Domain))),
            KeyValuePair.Create("shop", shop.Domain),
            KeyValuePair.Create("timestamp", now.ToString(CultureInfo.InvariantCulture)),
        ];
        if (!string.IsNullOrEmpty(state)) parameters.Add(KeyValuePair.Create("state", state));
        return QuerySignature.Sign(redirect, parameters, app.ApiSecret);
    }

    private static string? Refusal(IQueryCollection query, AppRegistration.App app)
    {
        if (query["client_id"] != app.ApiKey)
            return "invalid_request: Could not find Shopify API application with api_key";
        var redirect = query["redirect_uri"].ToString();
        var allowed = Uri.TryCreate(redirect, UriKind.Absolute, out var address) && address.Fragment.Length == 0
            && Uri.Compare(address, app.AppUrl, UriComponents.SchemeAndServer, UriFormat.Unescaped,
                StringComparison.OrdinalIgnoreCase) == 0;
        return allowed ? null : "invalid_request: The redirect_uri is not whitelisted";
    }

    private static Task AskAsync(HttpContext context, Shop shop)
    {
        var same = WebUtility.HtmlEncode(context.Request.QueryString.Value);
        return PageAsync(context, StatusCodes.Status200OK,
            $"""
            <h1>Install the app in {WebUtility.HtmlEncode(shop.Profile.Name)}?</h1>
            <p>Scopes: {WebUtility.HtmlEncode(context.Request.Query["scope"].ToString())}</p>
            <p><a role="button" href="{same}&amp;approve=1">Approve</a> <a href="{same}&amp;deny=1">Cancel</a></p>
            """);
    }

    private static Task PageAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"<!DOCTYPE html><html lang=\"en\"><head><title>Simulated Shopify</title></head><body>{body}</body></html>",
            context.RequestAborted);
    }
}
