using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

[assembly: AssemblyFixture(typeof(BareService))]

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>
/// A service without what is optional: no back end has a key, and no owner may reset his shop from the app. It logs
/// JSON, and whoever should collect its telemetry is not there. Its tests keep apart by shop; the first that asks
/// starts it.
/// </summary>
public sealed class BareService : IAsyncDisposable
{
    private readonly Lazy<Task<ShopkeeperProcess>> _service =
        new(() => ShopkeeperProcess.StartAsync(DatabaseKind.Sqlite, Settings()));

    /// <summary>The service.</summary>
    public Task<ShopkeeperProcess> GetAsync() => _service.Value;

    /// <summary>Ends it; what must not stand in its log counts as a failed test.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_service.IsValueCreated) await (await _service.Value).DisposeAsync();
    }

    private static Dictionary<string, string?> Settings()
    {
        var settings = ServiceSettings.For(new Keys()).Keys
            .Where(key => key.StartsWith("Service:", StringComparison.Ordinal))
            .ToDictionary(key => key, _ => (string?)null, StringComparer.Ordinal);
        settings["Reset:FromSession"] = null;
        settings["Telemetry:LogFormat"] = "json";
        settings["Telemetry:OtlpEndpoint"] = $"http://127.0.0.1:{FreePort.Next()}";
        return settings;
    }
}
