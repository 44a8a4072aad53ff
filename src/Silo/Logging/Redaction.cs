using System.Text.RegularExpressions;

namespace Shopkeeper.Silo.Logging;

/// <summary>
/// The last barrier before a log line leaves the process: what our own code never logs, other people's libraries might
/// (Orleans prints grain keys, ASP.NET paths and queries). Shop domains, users' ids, e-mail addresses, tokens and
/// queries become placeholders, at every level.
/// </summary>
public static partial class Redaction
{
    /// <summary>The text without what must not be logged.</summary>
    public static string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = ShopDomains().Replace(text, "{shop}");
        text = Queries().Replace(text, "?{query}");
        text = Users().Replace(text, "{user}");
        text = SessionTokens().Replace(text, "{token}");
        text = AccessTokens().Replace(text, "{token}");
        return Addresses().Replace(text, "{address}");
    }

    [GeneratedRegex(@"[a-z0-9][a-z0-9-]*\.myshopify\.com", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ShopDomains();

    // A query as it stands behind a path; a lone question mark ends a sentence.
    [GeneratedRegex(@"\?[^\s""'\])]*=[^\s""'\])]*", RegexOptions.CultureInvariant)]
    private static partial Regex Queries();

    // A user's id as it stands in a path.
    [GeneratedRegex(@"(?<=/users/)[^/\s""'?\])]+", RegexOptions.CultureInvariant)]
    private static partial Regex Users();

    [GeneratedRegex(@"eyJ[\w-]+\.[\w-]+\.[\w-]*", RegexOptions.CultureInvariant)]
    private static partial Regex SessionTokens();

    // Shopify's prefixes: shpat_, shprt_, shpca_, shpua_, shpss_ and their kin.
    [GeneratedRegex(@"\bsh[a-z]{2,4}_[A-Za-z0-9_-]+", RegexOptions.CultureInvariant)]
    private static partial Regex AccessTokens();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();
}
