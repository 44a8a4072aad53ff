using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Grains.Tokens;

/// <summary>
/// Makes of what Shopify granted what is stored: lifetimes become instants, the secret its fingerprint.
/// </summary>
internal sealed partial class GrantFactory(
    IKeyedHash hash,
    IOptions<ShopifyOptions> shopify,
    IOptions<TokensOptions> tokens,
    TokenMetrics metrics,
    TimeProvider clock,
    ILogger<GrantFactory> logger)
{
    // Every call to the token endpoint authenticates with the secret in use, so that is the one that mints.
    private readonly Lazy<string> _secret = new(() => SecretFingerprint.Of(hash, shopify.Value.ApiSecret));

    /// <summary>The tokens as they are stored.</summary>
    /// <param name="granted">What Shopify answered.</param>
    /// <param name="predecessor">The refresh token that bought it; null for a grant that none bought.</param>
    public Grant Make(TokenGrant granted, AccessToken? predecessor = null)
    {
        ArgumentNullException.ThrowIfNull(granted);
        if (granted.ExpiresIn is null && shopify.Value.ExpiringTokens)
        {
            // Kept all the same: refused, an app that Shopify gives no pairs could be installed nowhere.
            metrics.CountLasting();
            LogLasting();
        }

        var now = clock.GetUtcNow();
        return new Grant
        {
            AccessToken = granted.AccessToken,
            Scopes = granted.Scopes.ToString(),
            ExpiresAt = now + granted.ExpiresIn,
            RefreshToken = granted.RefreshToken,
            RefreshTokenExpiresAt = now + granted.RefreshTokenExpiresIn,
            MintedBy = _secret.Value,
            RefreshDueAt = granted.RefreshTokenExpiresIn is { } life
                ? TokenRules.DueAt(now, life, Random.Shared.NextDouble(), tokens.Value.KeepWarm)
                : null,
            Predecessor = predecessor,

            // A call takes no longer than its budget, so that it was sent after this.
            AskedAt = now - shopify.Value.CallBudget,
        };
    }
}
