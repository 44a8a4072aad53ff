namespace Shopkeeper.Shopify.OAuth;

/// <summary>
/// What Shopify granted. Either no lifetime at all, or an offline pair (<see cref="ExpiresIn"/>,
/// <see cref="RefreshToken"/> and <see cref="RefreshTokenExpiresIn"/> together), or an online token (<see
/// cref="ExpiresIn"/> and <see cref="User"/>): a half pair is never handed on, because a token stored without its
/// lifetime is never refreshed.
/// </summary>
public sealed record TokenGrant
{
    /// <summary>The token for the Admin API.</summary>
    public required AccessToken AccessToken { get; init; }

    /// <summary>The scopes granted, which can be fewer than were asked for.</summary>
    public required AccessScopes Scopes { get; init; }

    /// <summary>How long the access token lives, counted from the answer; null: until the installation ends.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>Buys the next pair.</summary>
    public AccessToken? RefreshToken { get; init; }

    /// <summary>How long the refresh token lives, counted from the answer.</summary>
    public TimeSpan? RefreshTokenExpiresIn { get; init; }

    /// <summary>The staff user of an online token.</summary>
    public AssociatedUser? User { get; init; }

    /// <summary>Nothing: a grant is a secret.</summary>
    public override string ToString() => nameof(TokenGrant);
}
