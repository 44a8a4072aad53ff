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
            kind => kind, kind => new Lazy<Task<ShopkeeperProcess>>(
                () => ShopkeeperProcess.StartAsync(kind, SettingsOn(kind))));

    /// <summary>The service on a database.</summary>
    public Task<ShopkeeperProcess> OnAsync(DatabaseKind kind) => _services[kind].Value;

    // Most tests run on both, so that what the frameworks tell at their most talkative is searched once for each.
    private static IReadOnlyDictionary<string, string?>? SettingsOn(DatabaseKind kind) =>
        kind == DatabaseKind.Postgres ? ServiceSettings.AllTold : null;

    /// <summary>Ends them all, also when the log of one holds what it must not: that counts as a failed test.</summary>
    public async ValueTask DisposeAsync()
    {
        var ends = _services.Values.Where(service => service.IsValueCreated)
            .Select(async service => await (await service.Value).DisposeAsync());
        await Task.WhenAll([.. ends]);
    }
}
