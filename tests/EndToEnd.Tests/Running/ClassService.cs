namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>
/// A service for the tests of one class, which run one after another: each may stop or kill it, and the next finds it
/// running.
/// </summary>
public abstract class ClassService(DatabaseKind kind, IReadOnlyDictionary<string, string?>? settings = null)
    : IAsyncLifetime
{
    private ShopkeeperProcess? _service;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _service = await ShopkeeperProcess.StartAsync(kind, settings);

    /// <summary>Runs a test. What it fails with is told before what stands in the log.</summary>
    public async Task RunAsync(Func<ShopkeeperProcess, Task> test)
    {
        if (_service!.Process.HasExited) await _service.StartAsync();
        try
        {
            await test(_service);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{failure.Message}\nThe log:\n{_service.LastLines}", failure);
        }
    }

    /// <summary>Stops it and searches its log: what must not stand there counts as a failed test.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
