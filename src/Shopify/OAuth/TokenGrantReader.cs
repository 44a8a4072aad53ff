using System.Text.Json;
using Shopkeeper.Shopify.Http;

namespace Shopkeeper.Shopify.OAuth;

/// <summary>
/// Reads a grant. A pair that lacks a part is refused whole: stored without its lifetime it would never be refreshed,
/// and the shop would be lost quietly (https://github.com/Shopify/shopify-app-js/issues/3400).
/// </summary>
internal static class TokenGrantReader
{
    private const int MaximumTokenLength = 2048;

    // Ten years: any more is no lifetime but a mistake.
    private const long MaximumSeconds = 10L * 366 * 24 * 3600;

    public static TokenGrant? Read(JsonElement root)
    {
        if (!TryToken(root, "access_token", out var token) || token is null) return null;
        if (root.Text("scope") is not { } scope) return null;
        if (!TryToken(root, "refresh_token", out var refresh)) return null;
        if (!TrySeconds(root, "expires_in", out var expires)) return null;
        if (!TrySeconds(root, "refresh_token_expires_in", out var refreshExpires)) return null;
        if (!TryUser(root, out var user)) return null;

        var isOnline = user is not null && expires is not null && refresh is null && refreshExpires is null;
        var isPair = user is null && expires is not null && refresh is not null && refreshExpires is not null;
        var isLasting = user is null && expires is null && refresh is null && refreshExpires is null;
        if (!isOnline && !isPair && !isLasting) return null;
        return new TokenGrant
        {
            AccessToken = token,
            Scopes = AccessScopes.Parse(isOnline ? root.Text("associated_user_scope") ?? scope : scope),
            ExpiresIn = expires,
            RefreshToken = refresh,
            RefreshTokenExpiresIn = refreshExpires,
            User = user,
        };
    }

    // Only what can stand in a header: anything else would fail later, at every call.
    private static bool TryToken(JsonElement root, string name, out AccessToken? token)
    {
        token = null;
        if (root.Child(name) is null) return true;
        if (root.Text(name) is not { Length: > 0 and <= MaximumTokenLength } text) return false;
        if (text.AsSpan().ContainsAnyExceptInRange('!', '~')) return false;
        token = new AccessToken(text);
        return true;
    }

    private static bool TrySeconds(JsonElement root, string name, out TimeSpan? span)
    {
        span = null;
        if (root.Child(name) is null) return true;
        if (root.Integer(name) is not (> 0 and <= MaximumSeconds and { } seconds)) return false;
        span = TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static bool TryUser(JsonElement root, out AssociatedUser? user)
    {
        user = null;
        if (root.Child("associated_user") is not { } told) return true;
        if (told.Integer("id") is not (> 0 and { } id)) return false;
        user = new AssociatedUser(id, told.Flag("account_owner") ?? false, told.Text("email"));
        return true;
    }
}
