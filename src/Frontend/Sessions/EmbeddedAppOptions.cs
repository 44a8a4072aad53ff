using Microsoft.Extensions.Options;

namespace Shopkeeper.Frontend.Sessions;

/// <summary>The app inside the admin: section <c>EmbeddedApp</c>.</summary>
public sealed class EmbeddedAppOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "EmbeddedApp";

    /// <summary>Exact origins (scheme, host, port) that may read answers across origins. None by default.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Where the app's page is: https, or http on loopback. A merchant who opens the app in the admin goes there once
    /// it is installed, with the query that Shopify sent but for tokens and signatures. Empty: a page of the service's
    /// own, which says that the app is installed.
    /// </summary>
    public string PageUrl { get; set; } = "";

    /// <summary>
    /// Shopify's App Bridge, which fetches session tokens. Shopify has every app load it from its own address, so it is
    /// the one script that the service does not bring along
    /// (https://shopify.dev/docs/api/app-bridge-library). Default
    /// <c>https://cdn.shopify.com/shopifycloud/app-bridge.js</c>; https, or http on loopback.
    /// </summary>
    public string AppBridgeUrl { get; set; } = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

    /// <summary>
    /// How many requests of <c>/api</c> may be under way at once: 2 to 100,000. Default 1,000. Beyond it a request is
    /// answered 503; no shop ever has more of the places than are left for the others.
    /// </summary>
    public int InFlightLimit { get; set; } = 1_000;
}

internal sealed class EmbeddedAppOptionsValidator : IValidateOptions<EmbeddedAppOptions>
{
    public ValidateOptionsResult Validate(string? name, EmbeddedAppOptions options)
    {
        var wrong = new ValidateOptionsResultBuilder();
        if (!options.AllowedOrigins.All(IsOrigin))
        {
            wrong.AddError(
                "EmbeddedApp:AllowedOrigins must be exact origins such as https://app.example.com, without path or *.");
        }
        if (options.PageUrl.Length > 0 && !IsPage(options.PageUrl))
        {
            wrong.AddError(
                "EmbeddedApp:PageUrl must be an https address (or http on loopback) without fragment; "
                + "set it to the app's page, or leave it empty.");
        }
        if (options.InFlightLimit is < 2 or > 100_000)
            wrong.AddError("EmbeddedApp:InFlightLimit must be from 2 to 100000.");
        if (!IsPage(options.AppBridgeUrl))
        {
            wrong.AddError(
                "EmbeddedApp:AppBridgeUrl must be an https address (or http on loopback); leave it out for Shopify's.");
        }
        return wrong.Build();
    }

    private static bool IsPage(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback))
        && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme is "http" or "https")
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
