namespace Shopkeeper.Simulator.Shops;

/// <summary>A token as it was given out: without expiry, expiring with a refresh token, or a user's.</summary>
internal sealed record IssuedToken
{
    public required string Access { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public string? Refresh { get; init; }

    public DateTimeOffset? RefreshExpiresAt { get; init; }

    public long? UserId { get; init; }

    /// <summary>The app's secret that bought it: a token dies when that secret is revoked.</summary>
    public required string Secret { get; init; }

    public override string ToString() => "***";
}
