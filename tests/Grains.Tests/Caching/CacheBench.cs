using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Caching;

namespace Shopkeeper.Grains.Tests.Caching;

/// <summary>
/// A cache of one silo over a shared level in memory, which may be down and knows which stays have ended.
/// </summary>
internal sealed class CacheBench : ISharedCache, IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentDictionary<(InstallationId, string), CachedValue> _entries = new();

    public CacheBench(CacheOptions? options = null, ILogger<SharedLevel>? logger = null)
    {
        var wrapped = Options.Create(options ?? new CacheOptions());
        Memory = new MemoryLevel(wrapped, Time);
        Cache = new NamespacedCache(
            Memory,
            new SharedLevel(this, logger ?? NullLogger<SharedLevel>.Instance),
            ActivatorUtilities.CreateInstance<CacheMetrics>(_services),
            wrapped);
    }

    public FakeTimeProvider Time { get; } = new();

    public MemoryLevel Memory { get; }

    public INamespacedCache Cache { get; }

    public InstallationId Installation { get; } = InstallationId.New(DateTimeOffset.UnixEpoch);

    public HashSet<InstallationId> Ended { get; } = [];

    public bool Down { get; set; }

    /// <summary>How often the shared level was read.</summary>
    public int Reads { get; private set; }

    /// <summary>Happens when an entry was read there, before it is answered.</summary>
    public Func<Task> AfterRead { get; set; } = () => Task.CompletedTask;

    public string Store => "cache:bench";

    public async Task<CachedValue?> FindAsync(
        InstallationId installation, string key, CancellationToken cancellationToken)
    {
        Reads++;
        Answer();
        var found = _entries.GetValueOrDefault((installation, key));
        await AfterRead();
        return found;
    }

    public Task SaveAsync(
        InstallationId installation,
        string key,
        ReadOnlyMemory<byte> value,
        TimeSpan lifetime,
        CancellationToken cancellationToken)
    {
        Answer();
        if (Ended.Contains(installation)) throw new InstallationEndedException(installation);
        _entries[(installation, key)] = new CachedValue(value.ToArray(), lifetime);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(InstallationId installation, string key, CancellationToken cancellationToken)
    {
        Answer();
        _entries.TryRemove((installation, key), out _);
        return Task.CompletedTask;
    }

    public Task<long> ClearAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var mine = _entries.Keys.Where(entry => entry.Item1 == installation).ToArray();
        foreach (var entry in mine) _entries.TryRemove(entry, out _);
        return Task.FromResult((long)mine.Length);
    }

    public Task<long> CountAsync(InstallationId installation, CancellationToken cancellationToken) =>
        Task.FromResult((long)_entries.Keys.Count(entry => entry.Item1 == installation));

    public Task PingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the installation and clears both levels, in the teardown's order.</summary>
    public async Task EndAsync()
    {
        Ended.Add(Installation);
        await ClearAsync(Installation, CancellationToken.None);
        Memory.Clear(Installation);
    }

    public void Dispose()
    {
        Memory.Dispose();
        _services.Dispose();
    }

    private void Answer()
    {
        if (Down) throw new CacheUnavailableException("connection");
    }
}
