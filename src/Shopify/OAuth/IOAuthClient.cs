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
    /// Exchanges a session token for an online access token, which names the user that the session belongs to; the
    /// app's offline tokens stay what they are
    /// (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange).
    /// </summary>
    /// <param name="shop">The shop that the session token's <c>dest</c> names.</param>
    /// <param name="sessionToken">The session token as it was presented; it lives a minute.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<TokenOutcome> ExchangeSessionTokenAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken);
}
