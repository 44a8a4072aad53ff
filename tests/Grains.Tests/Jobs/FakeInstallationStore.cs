using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Jobs;

/// <summary>Knows installations and nothing else of them.</summary>
internal sealed class FakeInstallationStore : IInstallationStore
{
    public Dictionary<InstallationId, Installation> Rows { get; } = [];

    public Dictionary<InstallationId, Grant> Grants { get; } = [];

    /// <summary>A current installation of a shop.</summary>
    public static Installation Current(string shop = "blue-widgets.myshopify.com") => new()
    {
        Id = InstallationId.New(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
        Shop = ShopDomain.Parse(shop),
        ShopId = 4711,
        Generation = 1,
        AppInstallationId = "gid://shopify/AppInstallation/1",
        Scopes = "read_products",
        StartedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    public Task<Installation?> FindAsync(InstallationId installation, CancellationToken cancellationToken) =>
        Task.FromResult(Rows.GetValueOrDefault(installation));

    public Task<Installation?> FindCurrentAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        Task.FromResult(Rows.Values.FirstOrDefault(row => row.Shop == shop && row.EndedAt is null));

    public Task<(bool Started, Installation Installation)> StartAsync(
        NewInstallation start, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Installation> SwapGrantAsync(GrantSwap swap, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<FenceResult> FenceAsync(Fence fence, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Grant?> ReadGrantAsync(InstallationId installation, CancellationToken cancellationToken) =>
        Task.FromResult(Grants.GetValueOrDefault(installation));

    public Task<bool> DestroyGrantAsync(InstallationId installation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> UpdateScopesAsync(
        InstallationId installation, string scopes, DateTimeOffset at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task SetAccessAsync(
        InstallationId installation, AccessState state, DateTimeOffset since, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<(int Unattested, int Current)> CountEndsAsync(
        DateTimeOffset since, CancellationToken cancellationToken) => throw new NotSupportedException();
}
