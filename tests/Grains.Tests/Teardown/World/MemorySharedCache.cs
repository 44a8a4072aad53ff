using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>A shared level that counts entries only, and may be down.</summary>
internal sealed class MemorySharedCache : ISharedCache
{
    private readonly Dictionary<InstallationId, long> _entries = [];

    public string Store => "cache:redis";

    /// <summary>How many calls fail from now on.</summary>
    public int Down { get; set; }

    public long this[InstallationId installation]
    {
        get => _entries.GetValueOrDefault(installation);
        set => _entries[installation] = value;
    }

    public Task<CachedValue?> FindAsync(InstallationId installation, string key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task SaveAsync(
        InstallationId installation,
        string key,
        ReadOnlyMemory<byte> value,
        TimeSpan lifetime,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemoveAsync(InstallationId installation, string key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<long> ClearAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        Answer();
        _entries.Remove(installation, out var count);
        return Task.FromResult(count);
    }

    public Task<long> CountAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        Answer();
        return Task.FromResult(this[installation]);
    }

    public Task PingAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private void Answer()
    {
        if (Down > 0 && Down-- > 0) throw new CacheUnavailableException("connection");
    }
}
