namespace Shopkeeper.Grains.Abstractions.Caching;

/// <summary>An entry as the shared level holds it.</summary>
/// <param name="Bytes">The value.</param>
/// <param name="ExpiresIn">How long it may still be read.</param>
public sealed record CachedValue(byte[] Bytes, TimeSpan ExpiresIn);
