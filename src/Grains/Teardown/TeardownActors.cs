using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Teardown;

/// <summary>The other actors, as grains of the cluster.</summary>
internal sealed class TeardownActors(IGrainFactory grains) : ITeardownActors
{
    public Task<TokenReply> GetTokenAsync(InstallationId installation, CancellationToken cancellationToken) =>
        Grant(installation).GetTokenAsync(GrantUse.Teardown, cancellationToken);

    public Task ReportFailedAsync(
        InstallationId installation, AccessToken used, AdminFailureKind kind, string? errorCode,
        CancellationToken cancellationToken) =>
        Grant(installation).ReportFailedAsync(used, kind, errorCode, cancellationToken);

    public Task ReportAcceptedAsync(
        InstallationId installation, AccessToken accepted, CancellationToken cancellationToken) =>
        Grant(installation).ReportAcceptedAsync(accepted, cancellationToken);

    public Task<bool> DestroyGrantAsync(InstallationId installation, CancellationToken cancellationToken) =>
        Grant(installation).DestroyAsync(cancellationToken);

    public Task<EndReply> EndAsync(ShopDomain shop, EndCommand command, CancellationToken cancellationToken) =>
        Shop(shop).EndAsync(command, cancellationToken);

    public Task<int> ForgetAsync(ShopDomain shop, InstallationId installation, CancellationToken cancellationToken) =>
        Shop(shop).ForgetAsync(installation, cancellationToken);

    private IGrantKeeper Grant(InstallationId installation) => grains.GetGrain<IGrantKeeper>(installation.Value);

    private IShopLifecycle Shop(ShopDomain shop) => grains.GetGrain<IShopLifecycle>(shop.Value);
}
