using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Caching;

/// <summary>Caches values as JSON (<see cref="JsonSerializerOptions.Web"/>).</summary>
public static class NamespacedCacheJson
{
    /// <summary>Reads a value.</summary>
    /// <returns>
    /// The default of <typeparamref name="T"/> when there is none, and for what does not read as one: a version of the
    /// app before this one may have written it.
    /// </returns>
    public static async ValueTask<T?> GetAsync<T>(
        this INamespacedCache cache, InstallationId installation, string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        var found = await cache.GetAsync(installation, key, cancellationToken);
        return found is { } bytes && TryRead<T>(bytes, out var held)
            ? held
            : default;
    }

    /// <summary>Writes a value.</summary>
    /// <inheritdoc cref="INamespacedCache.SetAsync"/>
    public static ValueTask<bool> SetAsync<T>(
        this INamespacedCache cache,
        InstallationId installation,
        string key,
        T value,
        TimeSpan lifetime,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return cache.SetAsync(installation, key, Bytes(value), lifetime, cancellationToken);
    }

    /// <summary>Reads a value, or makes and writes it; also in place of what does not read as one.</summary>
    /// <inheritdoc cref="INamespacedCache.GetOrCreateAsync"/>
    public static async ValueTask<T> GetOrCreateAsync<T>(
        this INamespacedCache cache,
        InstallationId installation,
        string key,
        Func<CancellationToken, Task<T>> create,
        TimeSpan lifetime,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(create);
        var bytes = await cache.GetOrCreateAsync(
            installation, key, async token => Bytes(await create(token)), lifetime, cancellationToken);
        if (TryRead<T>(bytes, out var held)) return held!;
        var made = await create(cancellationToken);
        await cache.SetAsync(installation, key, Bytes(made), lifetime, cancellationToken);
        return made;
    }

    private static ReadOnlyMemory<byte> Bytes<T>(T value) =>
        JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web);

    private static bool TryRead<T>(ReadOnlyMemory<byte> bytes, out T? value)
    {
        try
        {
            value = JsonSerializer.Deserialize<T>(bytes.Span, JsonSerializerOptions.Web);
            return true;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }
}
