using System.Text;

namespace Shopkeeper.Shopify.OAuth;

/// <summary>
/// Where a merchant's browser is sent to approve the app
/// (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant).
/// </summary>
public static class AuthorizeUrl
{
    /// <summary>The path behind the shop's address.</summary>
    public const string Path = "admin/oauth/authorize";

    /// <summary>Builds the address; every value is percent-encoded.</summary>
    /// <param name="options">The app and its scopes; without scopes the parameter is left out.</param>
    /// <param name="shop">The shop.</param>
    /// <param name="redirectUri">Where Shopify sends the browser back; it must be on the app's list.</param>
    /// <param name="state">The nonce that the callback must repeat.</param>
    /// <param name="perUser">True for an online token, which belongs to the user and ends with the session.</param>
    public static Uri Build(
        ShopifyOptions options, ShopDomain shop, Uri redirectUri, string state, bool perUser = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(redirectUri);
        ArgumentException.ThrowIfNullOrEmpty(state);
        var query = new StringBuilder(Path).Append("?client_id=").Append(Uri.EscapeDataString(options.ApiKey));
        var scopes = AccessScopes.Parse(options.Scopes).ToString();
        if (scopes.Length > 0) query.Append("&scope=").Append(Uri.EscapeDataString(scopes));
        query.Append("&redirect_uri=").Append(Uri.EscapeDataString(redirectUri.AbsoluteUri))
            .Append("&state=").Append(Uri.EscapeDataString(state));
        if (perUser) query.Append("&grant_options%5B%5D=per-user");
        return AdminUrl.For(options, shop, query.ToString());
    }
}
