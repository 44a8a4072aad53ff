using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>The token endpoint, which counts the refreshes that it is asked for at the same time.</summary>
internal sealed class SimulatedTokenEndpoint(
    SimulationKernel kernel, SimulatedProcess process, Func<ShopDomain, PairBook?> books, RefreshWatch watch)
    : IOAuthClient
{
    // A call takes no longer than its budget.
    private static readonly TimeSpan Budget = new ShopifyOptions().CallBudget;

    public async Task<TokenOutcome> RefreshAsync(
        ShopDomain shop, AccessToken refreshToken, CancellationToken cancellationToken)
    {
        var call = watch.Begin(process, refreshToken);
        try
        {
            return await kernel.Effects.Do(
                process, "shopify/refresh", () => Refresh(shop, refreshToken), NotHeard, Budget);
        }
        finally
        {
            watch.End(call);
        }
    }

    public Task<TokenOutcome> MigrateAsync(
        ShopDomain shop, AccessToken accessToken, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No token without expiry is in a schedule.");

    public Task<TokenOutcome> ExchangeCodeAsync(ShopDomain shop, string code, CancellationToken cancellationToken) =>
        ExchangeForOfflineAsync(shop, code, cancellationToken);

    public Task<TokenOutcome> ExchangeForOfflineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken) =>
        kernel.Effects.Do(process, "shopify/exchange", () => Exchange(shop), NotHeard, Budget);

    public Task<TokenOutcome> ExchangeForOnlineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No user's token is in a schedule.");

    private TokenOutcome Refresh(ShopDomain shop, AccessToken refreshToken) => books(shop) switch
    {
        null or { IsDead: true } => new TokenOutcome.Refused(TokenErrors.AppNotInstalled, 400),
        var book => book.Refresh(refreshToken, kernel.Time.Now) is { } pair
            ? new TokenOutcome.Granted(PairBook.Answer(pair))
            : new TokenOutcome.Refused(TokenErrors.InvalidGrant, 400),
    };

    private TokenOutcome Exchange(ShopDomain shop) => books(shop) is { IsDead: false } book
        ? new TokenOutcome.Granted(PairBook.Answer(book.Grant(kernel.Time.Now)))
        : new TokenOutcome.Refused(TokenErrors.AppNotInstalled, 400);

    private static TokenOutcome NotHeard(EffectFault fault) =>
        new TokenOutcome.Unavailable(new AdminFailure { Kind = AdminFailureKind.Unreachable });
}
