using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>An installation's tokens, as Shopify issued them together.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.Grant)]
public sealed record Grant
{
    /// <summary>Authorizes Admin API calls.</summary>
    [Id(0)]
    public required AccessToken AccessToken { get; init; }

    /// <summary>The access scopes granted, comma separated.</summary>
    [Id(1)]
    public required string Scopes { get; init; }

    /// <summary>When the access token expires; null for a token without expiry.</summary>
    [Id(2)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Obtains the next pair; null for a token without expiry.</summary>
    [Id(3)]
    public AccessToken? RefreshToken { get; init; }

    /// <summary>When the refresh token expires; null for a token without expiry.</summary>
    [Id(4)]
    public DateTimeOffset? RefreshTokenExpiresAt { get; init; }
}
