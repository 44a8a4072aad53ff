namespace Shopkeeper.Frontend.BackEnds;

/// <summary>A shop's access token.</summary>
/// <param name="AccessToken">The token.</param>
/// <param name="InstallationId">The installation that it belongs to.</param>
/// <param name="Scopes">The access scopes granted, comma separated.</param>
/// <param name="AccessLost">True while Shopify is known to refuse it.</param>
/// <param name="ExpiresAt">When it expires; null for a token without expiry. Ask anew for each call.</param>
public sealed record AccessTokenView(
    string AccessToken, Guid InstallationId, string Scopes, bool AccessLost, DateTimeOffset? ExpiresAt)
{
    /// <summary>The installation, not the token.</summary>
    public override string ToString() => $"Access token of {InstallationId}";
}
