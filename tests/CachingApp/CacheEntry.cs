namespace Shopkeeper.CachingApp;

/// <summary>An entry of the cache, as the tests send it.</summary>
/// <param name="Installation">Whose it is.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
internal sealed record CacheEntry(Guid Installation, string Key, string? Value);
