using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Sessions;

/// <summary>
/// A user's online access token: it can do what he may do, and lives for a day
/// (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/online-access-tokens).
/// </summary>
public sealed record OnlineToken
{
    /// <summary>The user's id at Shopify.</summary>
    public required string UserId { get; init; }

    /// <summary>Shopify's id of the browser session that it was obtained in (<c>sid</c>).</summary>
    public string? ShopifySessionId { get; init; }

    /// <summary>The token.</summary>
    public required AccessToken AccessToken { get; init; }

    /// <summary>The scopes that both the app and the user have, comma separated.</summary>
    public required string Scopes { get; init; }

    /// <summary>When it expires, by our clock.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Nothing of it: it is a secret, and names a person.</summary>
    public override string ToString() => nameof(OnlineToken);
}
