using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>Installations as teardown and participants look them up.</summary>
internal sealed class MemoryInstallations(MemoryActors? actors = null) : IInstallationStore
{
    public HashSet<InstallationId> Current { get; } = [];

    /// <summary>The shop's current stay, where it is a later one.</summary>
    public Installation? Newer { get; private set; }

    /// <summary>A newer stay begins.</summary>
    public void Begin(InstallationId installation) => Newer = Of(installation) with { Generation = 2 };

    /// <summary>Done after an installation was looked up.</summary>
    public Action? OnFound { get; set; }

    public Task<Grant?> ReadGrantAsync(InstallationId installation, CancellationToken cancellationToken) =>
        Task.FromResult(actors?.Grants.TryGetValue(installation, out var token) == true
            ? new Grant { AccessToken = new AccessToken(token), Scopes = "" }
            : null);

    public Task<Installation?> FindAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var found = Current.Contains(installation) ? Of(installation) : null;
        OnFound?.Invoke();
        return Task.FromResult(found);
    }

    public Task<Installation?> FindCurrentAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        Task.FromResult(Newer);

    public Task<(bool Started, Installation Installation)> StartAsync(
        NewInstallation start, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Installation> SwapGrantAsync(GrantSwap swap, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<FenceResult> FenceAsync(Fence fence, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

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

    private static Installation Of(InstallationId installation) => new()
    {
        Id = installation,
        Shop = TeardownWorld.Shop,
        ShopId = 77,
        Generation = 1,
        AppInstallationId = "gid://shopify/AppInstallation/1",
        Scopes = "",
        StartedAt = DateTimeOffset.UnixEpoch,
    };
}
