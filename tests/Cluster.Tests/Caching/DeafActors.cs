using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Cluster.Tests.Caching;

/// <summary>The other actors, but the shop's is not told: like a stale activation that nobody finds.</summary>
internal sealed class DeafActors(ITeardownActors actors) : ITeardownActors
{
    public Task<TokenReply> GetTokenAsync(InstallationId installation, CancellationToken cancellationToken) =>
        actors.GetTokenAsync(installation, cancellationToken);

    public Task ReportFailedAsync(
        InstallationId installation, AccessToken used, AdminFailureKind kind, string? errorCode,
        CancellationToken cancellationToken) =>
        actors.ReportFailedAsync(installation, used, kind, errorCode, cancellationToken);

    public Task ReportAcceptedAsync(
        InstallationId installation, AccessToken accepted, CancellationToken cancellationToken) =>
        actors.ReportAcceptedAsync(installation, accepted, cancellationToken);

    public Task<bool> DestroyGrantAsync(InstallationId installation, CancellationToken cancellationToken) =>
        actors.DestroyGrantAsync(installation, cancellationToken);

    public Task<EndReply> EndAsync(ShopDomain shop, EndCommand command, CancellationToken cancellationToken) =>
        actors.EndAsync(shop, command, cancellationToken);

    public Task<int> ForgetAsync(ShopDomain shop, InstallationId installation, CancellationToken cancellationToken) =>
        Task.FromResult(0);
}
