using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Caching;

/// <inheritdoc/>
internal sealed class NamespacedCache(
    MemoryLevel memory, SharedLevel shared, CacheMetrics metrics, IOptions<CacheOptions> options) : INamespacedCache
{
    private readonly CacheOptions _options = options.Value;

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(
        InstallationId installation, string key, CancellationToken cancellationToken)
    {
        Require(key);
        if (memory.Find(installation, key) is not { } held)
            return new(ReadAsync(installation, key, cancellationToken));
        metrics.CountRead("memory");
        return new((ReadOnlyMemory<byte>?)held);
    }

    public ValueTask<bool> SetAsync(
        InstallationId installation,
        string key,
        ReadOnlyMemory<byte> value,
        TimeSpan lifetime,
        CancellationToken cancellationToken)
    {
        Require(key);
        Require(lifetime);
        return new(WriteAsync(installation, key, value, lifetime, memory.Mark(installation), cancellationToken));
    }

    public async ValueTask<bool> RemoveAsync(
        InstallationId installation, string key, CancellationToken cancellationToken)
    {
        Require(key);
        try
        {
            return await shared.TryAsync(cache => cache.RemoveAsync(installation, key, cancellationToken));
        }
        finally
        {
            // Afterwards, so that what somebody reads meanwhile does not stay either.
            memory.Forget(installation, key);
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>> GetOrCreateAsync(
        InstallationId installation,
        string key,
        Func<CancellationToken, Task<ReadOnlyMemory<byte>>> create,
        TimeSpan lifetime,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(create);
        Require(lifetime);
        if (await GetAsync(installation, key, cancellationToken) is { } held) return held;

        // Taken before the value is made: an end meanwhile keeps it out, however long it takes.
        var mark = memory.Mark(installation);
        var made = await create(cancellationToken);
        await WriteAsync(installation, key, made, lifetime, mark, cancellationToken);
        return made;
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(
        InstallationId installation, string key, CancellationToken cancellationToken)
    {
        var mark = memory.Mark(installation);
        CachedValue? found = null;
        var answered = await shared.TryAsync(
            async cache => found = await cache.FindAsync(installation, key, cancellationToken));
        metrics.CountRead(!answered ? "unavailable" : found is null ? "miss" : "shared");
        if (found is null) return null;
        memory.Fill(installation, key, found.Bytes, found.ExpiresIn, mark);
        return found.Bytes;
    }

    private async Task<bool> WriteAsync(
        InstallationId installation,
        string key,
        ReadOnlyMemory<byte> value,
        TimeSpan lifetime,
        MemoryMark mark,
        CancellationToken cancellationToken)
    {
        if (value.Length > _options.MaximumValueBytes)
        {
            metrics.CountWrite("too-long");
            await RemoveAsync(installation, key, cancellationToken);
            return false;
        }

        var stored = false;
        try
        {
            stored = await shared.TryAsync(
                cache => cache.SaveAsync(installation, key, value, lifetime, cancellationToken));
        }
        finally
        {
            if (!stored) memory.Forget(installation, key);
        }

        metrics.CountWrite(stored ? "stored" : "unavailable");
        if (stored) memory.Replace(installation, key, value.ToArray(), lifetime, mark);
        return stored;
    }

    private void Require(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (key.Length > _options.MaximumKeyLength)
        {
            throw new ArgumentException(
                $"A key of the cache has at most {_options.MaximumKeyLength} characters, and this has {key.Length}. "
                + "Shorten it, or raise Cache:MaximumKeyLength.",
                nameof(key));
        }
    }

    private void Require(TimeSpan lifetime)
    {
        if (lifetime <= TimeSpan.Zero || lifetime > _options.MaximumLifetime)
        {
            throw new ArgumentOutOfRangeException(
                nameof(lifetime),
                lifetime,
                $"An entry of the cache lives above zero and at most {_options.MaximumLifetime}. "
                + "Shorten it, or raise Cache:MaximumLifetime.");
        }
    }
}
