using Microsoft.Extensions.Options;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Frontend.Sessions;

/// <summary>
/// Compares what a merchant granted with what the app asks for: he can leave scopes out, and take optional ones back.
/// </summary>
internal sealed class WantedScopes(IOptions<ShopifyOptions> options)
{
    private readonly AccessScopes _wanted = AccessScopes.Parse(options.Value.Scopes);
    private Known _last = new("", [.. AccessScopes.None.Missing(AccessScopes.Parse(options.Value.Scopes))]);

    /// <summary>
    /// The wanted scopes that are neither granted nor implied by one that is, in ordinal order. None where the scopes
    /// are the TOML file's, since those are Shopify's to compare.
    /// </summary>
    public IReadOnlyList<string> MissingIn(string granted)
    {
        // Nearly all shops have granted the same.
        var last = _last;
        if (last.Granted == granted) return last.Missing;
        var known = new Known(granted, [.. AccessScopes.Parse(granted).Missing(_wanted)]);
        _last = known;
        return known.Missing;
    }

    private sealed record Known(string Granted, IReadOnlyList<string> Missing);
}
