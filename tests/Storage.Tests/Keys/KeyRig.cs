using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Testing;

namespace Shopkeeper.Storage.Tests.Keys;

/// <summary>The keys of one process over a folder; several rigs over one folder are several processes.</summary>
internal sealed class KeyRig : IDisposable
{
    private readonly TemporaryFolder? own;
    private readonly ServiceProvider services;

    public KeyRig(string? folder = null, int cachedDataKeys = 100)
    {
        own = folder is null ? new TemporaryFolder() : null;
        Folder = folder ?? own!.Combine("keys");
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?>
                {
                    ["Keys:Directory"] = Folder,
                    ["Keys:CachedDataKeys"] = $"{cachedDataKeys}",
                })
                .Build())
            .AddSingleton<TimeProvider>(Time)
            .AddLogging(logging => logging.ClearProviders())
            .AddKeys().AddKeys()
            .BuildServiceProvider(validateScopes: true);
    }

    public string Folder { get; }

    public FakeTimeProvider Time { get; } = new();

    public IRingCipher Ring => Get<IRingCipher>();

    public DataKeys DataKeys => Get<DataKeys>();

    public DataKeyCache Cache => Get<DataKeyCache>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public void Dispose()
    {
        services.Dispose();
        own?.Dispose();
    }
}
