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

    /// <summary>
    /// Which client secret minted it, as its fingerprint (<see cref="Tokens.SecretFingerprint"/>); null for a grant of
    /// a time when that was not recorded.
    /// </summary>
    [Id(5)]
    public string? MintedBy { get; init; }

    /// <summary>
    /// When the pair is refreshed though nobody asks for a token, so that its refresh token never ends unused; null for
    /// a token without expiry.
    /// </summary>
    [Id(6)]
    public DateTimeOffset? RefreshDueAt { get; init; }

    /// <summary>
    /// The refresh token that bought this pair: Shopify takes it until the pair is used, should it not know this one's
    /// own. Null for a pair that a refresh did not buy.
    /// </summary>
    [Id(7)]
    public AccessToken? Predecessor { get; init; }

    /// <summary>
    /// An instant before Shopify was asked for it: news of scopes that are younger may be news. It is written beside
    /// the grant and not read with it; null takes the instant of writing.
    /// </summary>
    [Id(8)]
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>
    /// Names the exchange that brought it, or the pair that it descends from: by this a grant that is brought once more
    /// is known, also after it was refreshed. Null for a grant of a release that did not record it.
    /// </summary>
    [Id(9)]
    public Guid? Origin { get; init; }

    /// <summary>Nothing of it: Orleans writes messages into its log.</summary>
    public override string ToString() => nameof(Grant);
}
