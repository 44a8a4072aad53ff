namespace Shopkeeper.Shopify.OAuth;

/// <summary>
/// Buys tokens at a shop's token endpoint. Calls are never repeated: a code is spent when it is sent.
/// </summary>
public interface IOAuthClient
{
    /// <summary>Exchanges the callback's authorization code within <see cref="ShopifyOptions.CallBudget"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<TokenOutcome> ExchangeCodeAsync(ShopDomain shop, string code, CancellationToken cancellationToken);
}
