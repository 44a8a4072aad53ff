namespace Shopkeeper.Shopify.OAuth;

/// <summary>
/// Buys tokens at a shop's token endpoint. Calls are never repeated: a code is spent when it is sent.
/// </summary>
public interface IOAuthClient
{
    /// <summary>Exchanges the callback's authorization code within <see cref="ShopifyOptions.CallBudget"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<TokenOutcome> ExchangeCodeAsync(ShopDomain shop, string code, CancellationToken cancellationToken);

    /// <summary>
    /// Exchanges a session token for an offline grant, expiring by <see cref="ShopifyOptions.ExpiringTokens"/>; an
    /// expiring one takes the place of the pair before, whose refresh token is dead from then on
    /// (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange).
    /// </summary>
    /// <param name="shop">The shop that the session token's <c>dest</c> names.</param>
    /// <param name="sessionToken">The session token as it was presented; it lives a minute.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<TokenOutcome> ExchangeForOfflineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken);

    /// <summary>
    /// Exchanges a session token for an online access token, which names the user that the session belongs to; the
    /// app's offline tokens stay what they are
    /// (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange).
    /// </summary>
    /// <param name="shop">The shop that the session token's <c>dest</c> names.</param>
    /// <param name="sessionToken">The session token as it was presented; it lives a minute.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<TokenOutcome> ExchangeForOnlineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken);

    /// <summary>
    /// Buys the next pair for a refresh token. Until the new pair is used, Shopify gives it again for the same refresh
    /// token (https://shopify.dev/changelog/more-resilient-refreshes-for-expiring-offline-access-tokens).
    /// </summary>
    /// <param name="shop">The shop.</param>
    /// <param name="refreshToken">The refresh token that is stored.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<TokenOutcome> RefreshAsync(ShopDomain shop, AccessToken refreshToken, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces an offline token without expiry by an expiring pair. Shopify revokes the old token when it does so,
    /// for good; whether a lost answer can be had again is not known
    /// (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens).
    /// </summary>
    /// <param name="shop">The shop.</param>
    /// <param name="accessToken">The token without expiry.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<TokenOutcome> MigrateAsync(ShopDomain shop, AccessToken accessToken, CancellationToken cancellationToken);
}
