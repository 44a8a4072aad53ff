using Shopkeeper.EndToEnd.Tests.Running;

[assembly: AssemblyFixture(typeof(SharedServices))]

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>
/// One service on each database for all tests that need none of their own: they keep apart by shop. Started by the
/// first test that asks.
/// </summary>
public sealed class SharedServices : IAsyncDisposable
{
    private readonly Dictionary<DatabaseKind, Lazy<Task<ShopkeeperProcess>>> _services =
        Enum.GetValues<DatabaseKind>().ToDictionary(
            kind => kind, kind => new Lazy<Task<ShopkeeperProcess>>(() => ShopkeeperProcess.StartAsync(kind)));

    /// <summary>The service on a database.</summary>
    public Task<ShopkeeperProcess> OnAsync(DatabaseKind kind) => _services[kind].Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values.Where(service => service.IsValueCreated))
            await (await service.Value).DisposeAsync();
    }
}
