using System.Text.Json.Serialization;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Shopify;

namespace Shopkeeper.Storage.Sessions;

/// <summary>What of an online token is stored encrypted, as JSON; when it expires stands in a column.</summary>
internal sealed record StoredOnlineToken
{
    [JsonPropertyName("userId")]
    public string UserId { get; init; } = "";

    [JsonPropertyName("shopifySessionId")]
    public string? ShopifySessionId { get; init; }

    [JsonPropertyName("accessToken")]
    public string AccessToken { get; init; } = "";

    [JsonPropertyName("scopes")]
    public string Scopes { get; init; } = "";

    public static StoredOnlineToken Of(OnlineToken token) => new()
    {
        UserId = token.UserId,
        ShopifySessionId = token.ShopifySessionId,
        AccessToken = token.AccessToken.Reveal(),
        Scopes = token.Scopes,
    };

    public OnlineToken ToToken(DateTimeOffset expiresAt) => new()
    {
        UserId = UserId,
        ShopifySessionId = ShopifySessionId,
        AccessToken = new AccessToken(AccessToken),
        Scopes = Scopes,
        ExpiresAt = expiresAt,
    };

    public override string ToString() => nameof(StoredOnlineToken);
}
