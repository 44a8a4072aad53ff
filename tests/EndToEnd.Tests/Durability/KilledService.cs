using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Durability;

/// <summary>One service on the embedded database for tests that kill it and start it again.</summary>
public sealed class KilledService : IAsyncLifetime
{
    private ShopkeeperProcess _service = null!;

    /// <summary>Runs a test; should it fail, what stands last in the log is told with the failure.</summary>
    public async Task RunAsync(Func<ShopkeeperProcess, Task> test)
    {
        if (_service.Process.HasExited) await _service.StartAsync();
        try
        {
            await test(_service);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{failure.Message}\nThe log:\n{_service.LastLines}", failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _service = await ShopkeeperProcess.StartAsync(DatabaseKind.Sqlite);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
