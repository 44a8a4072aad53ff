namespace Shopkeeper.Frontend.BackEnds;

/// <summary>A user's online access token.</summary>
/// <param name="AccessToken">The token.</param>
/// <param name="UserId">The user's id at Shopify.</param>
/// <param name="InstallationId">The installation that it belongs to.</param>
/// <param name="Scopes">The scopes that both the app and the user have, comma separated.</param>
/// <param name="ExpiresAt">When it expires.</param>
public sealed record UserTokenView(
    string AccessToken, string UserId, Guid InstallationId, string Scopes, DateTimeOffset ExpiresAt)
{
    /// <summary>The installation, and neither the token nor the user.</summary>
    public override string ToString() => $"Online token of {InstallationId}";
}
