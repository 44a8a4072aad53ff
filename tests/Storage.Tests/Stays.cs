using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Storage.Tests;

/// <summary>Stays of the app in shops, for tests that need one to write to.</summary>
internal static class Stays
{
    public static ShopDomain Shop(string name) => ShopDomain.Parse($"{name}.myshopify.com");

    public static NewInstallation Of(string shop) => new()
    {
        Id = InstallationId.New(TimeProvider.System.GetUtcNow()),
        Shop = Shop(shop),
        ShopId = 548_380_009,
        AppInstallationId = "gid://shopify/AppInstallation/1",
        Grant = Grant("shpat_1"),
        ShopName = "Blue Widgets",
        ShopEmail = "owner@blue-widgets.example",
    };

    public static Grant Grant(string token) =>
        new() { AccessToken = new AccessToken(token), Scopes = "read_products,write_products" };

    public static Fence Fence(InstallationId installation, EndCause cause = EndCause.UninstalledByMerchant) => new()
    {
        Installation = installation,
        TeardownId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
        Cause = cause,
        Evidence = ["delivery:app/uninstalled", "probe:401"],
    };

    /// <summary>The order to reset a stay.</summary>
    public static Fence Reset(Installation stay) => new()
    {
        Installation = stay.Id,
        TeardownId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
        Cause = EndCause.Reset,
        Evidence = ["operator:test"],
        Kind = TeardownKind.Reset,
        Successor = new Successor { Id = InstallationId.New(TimeProvider.System.GetUtcNow()), Shop = stay.Shop },
    };

    /// <summary>Begins a stay.</summary>
    public static async Task<Installation> StartAsync(
        this IServiceProvider services, string shop, CancellationToken cancellationToken)
    {
        var (started, installation) = await services.GetRequiredService<IInstallationStore>()
            .StartAsync(Of(shop), cancellationToken);
        Assert.True(started);
        return installation;
    }

    /// <summary>Ends a stay.</summary>
    public static Task<FenceResult> FenceAsync(
        this IServiceProvider services, InstallationId installation, CancellationToken cancellationToken) =>
        services.GetRequiredService<IInstallationStore>().FenceAsync(Fence(installation), cancellationToken);
}
