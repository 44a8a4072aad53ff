using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Platform;

/// <summary>
/// A process's way to Shopify. A call takes up to its budget; whether it was carried out is not known when its answer
/// is lost.
/// </summary>
internal sealed class ShopifyPort(SimulatedProcess process, Effects effects, SimulatedShopify shopify)
    : IAdminClient, IOAuthClient
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    public Task<AdminOutcome<InstallationProbe>> ProbeAsync(AdminAccess access, CancellationToken cancellationToken) =>
        CallAsync(access, "probe", shop => new InstallationProbe
        {
            AppInstallationId = shop.AppInstallation!,
            ShopId = shop.Id,
            Shop = shop.Domain,
            Name = "",
        });

    public Task<AdminOutcome<AdminDone>> UninstallAsync(AdminAccess access, CancellationToken cancellationToken) =>
        CallAsync(access, "uninstall", End);

    public Task<AdminOutcome<AdminDone>> RevokeAccessAsync(AdminAccess access, CancellationToken cancellationToken) =>
        CallAsync(access, "revoke", End);

    public Task<AdminOutcome<AdminDone>> DeleteWebhookAsync(
        AdminAccess access, string subscriptionId, CancellationToken cancellationToken) =>
        CallAsync(access, "delete-webhook", shop => new AdminDone(!shop.Subscriptions.Remove(subscriptionId)));

    public Task<AdminOutcome<IReadOnlyList<WebhookSubscription>>> ListWebhooksAsync(
        AdminAccess access, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<WebhookSubscription>>(access, "list-webhooks", _ => []);

    public Task<TokenOutcome> ExchangeCodeAsync(ShopDomain shop, string code, CancellationToken cancellationToken) =>
        effects.Do(process, "oauth.exchange", () => Exchange(shop, code), Lost, Budget);

    public Task<TokenOutcome> ExchangeForOfflineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken) =>
        ExchangeCodeAsync(shop, sessionToken, cancellationToken);

    public Task<TokenOutcome> ExchangeForOnlineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TokenOutcome> RefreshAsync(
        ShopDomain shop, AccessToken refreshToken, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<TokenOutcome> MigrateAsync(
        ShopDomain shop, AccessToken accessToken, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<AdminOutcome<WebhookSubscription>> CreateWebhookAsync(
        AdminAccess access, WebhookSubscriptionInput subscription, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<AdminOutcome<WebhookSubscription>> UpdateWebhookAsync(
        AdminAccess access,
        string subscriptionId,
        WebhookSubscriptionInput subscription,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AdminOutcome<ProductPage>> ReadProductsAsync(
        AdminAccess access, string? after, int first, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private AdminDone End(ShopAtShopify shop)
    {
        shopify.OnRevoked(shop, shop.AppInstallation!);
        shopify.End(shop);
        return new AdminDone(false);
    }

    private TokenOutcome Exchange(ShopDomain shop, string code) =>
        shopify.Exchange(shopify[shop], code) is { } token
            ? new TokenOutcome.Granted(new TokenGrant
            {
                AccessToken = new AccessToken(token),
                Scopes = AccessScopes.Parse("read_products"),
            })
            : new TokenOutcome.Refused("invalid_request", 400);

    private static TokenOutcome Lost(EffectFault fault) =>
        new TokenOutcome.Unavailable(new AdminFailure { Kind = AdminFailureKind.Unreachable });

    private Task<AdminOutcome<T>> CallAsync<T>(AdminAccess access, string operation, Func<ShopAtShopify, T> work)
        where T : class =>
        effects.Do(
            process,
            $"shopify.{operation}",
            () =>
            {
                var shop = shopify[access.Shop];
                return shop.Takes(access.Token.Reveal())
                    ? AdminOutcome.Ok(work(shop))
                    : AdminOutcome.Failed<T>(AdminFailureKind.Unauthorized);
            },
            fault => AdminOutcome.Failed<T>(fault == EffectFault.DidNotHappen
                ? AdminFailureKind.ServerError
                : AdminFailureKind.Unreachable),
            Budget);
}
