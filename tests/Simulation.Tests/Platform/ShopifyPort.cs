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
        TokenAsync(shop, "oauth.exchange", known => shopify.Exchange(known, code), "invalid_request");

    public Task<TokenOutcome> ExchangeForOfflineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken) =>
        ExchangeCodeAsync(shop, sessionToken, cancellationToken);

    public Task<TokenOutcome> ExchangeForOnlineAsync(
        ShopDomain shop, string sessionToken, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async Task<TokenOutcome> RefreshAsync(
        ShopDomain shop, AccessToken refreshToken, CancellationToken cancellationToken)
    {
        var call = shopify.Refreshes.Begin(process, refreshToken);
        try
        {
            return await TokenAsync(
                shop, "oauth.refresh", known => known.Book?.Refresh(refreshToken, shopify.Now),
                TokenErrors.InvalidGrant);
        }
        finally
        {
            shopify.Refreshes.End(call);
        }
    }

    public Task<TokenOutcome> MigrateAsync(
        ShopDomain shop, AccessToken accessToken, CancellationToken cancellationToken) =>
        TokenAsync(shop, "oauth.migrate", known => shopify.Migrate(known, accessToken), TokenErrors.InvalidGrant);

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

    private Task<TokenOutcome> TokenAsync(
        ShopDomain shop, string operation, Func<ShopAtShopify, TokenGrant?> ask, string refusal) =>
        effects.Do<TokenOutcome>(
            process,
            operation,
            () => shopify.Mistake.IsWrongSecret
                ? new TokenOutcome.Refused(TokenErrors.InvalidClient, 401)
                : shopify.Mistake.IsOtherApp || shopify[shop] is not { AppInstallation: not null } known
                    ? new TokenOutcome.Refused(TokenErrors.AppNotInstalled, 400)
                    : ask(known) is { } granted
                        ? new TokenOutcome.Granted(granted)
                        : new TokenOutcome.Refused(refusal, 400),
            Lost,
            Budget);

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
                return !shopify.Mistake.IsOtherApp && shop.Book?.Use(access.Token, shopify.Now) == true
                    ? AdminOutcome.Ok(work(shop))
                    : AdminOutcome.Failed<T>(AdminFailureKind.Unauthorized);
            },
            fault => AdminOutcome.Failed<T>(fault == EffectFault.DidNotHappen
                ? AdminFailureKind.ServerError
                : AdminFailureKind.Unreachable),
            Budget);
}
