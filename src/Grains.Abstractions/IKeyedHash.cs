namespace Shopkeeper.Grains.Abstractions;

/// <summary>
/// HMAC-SHA256 under the service's hash key: finds again what must not be stored as it is. The same input under another
/// purpose gives another hash.
/// </summary>
public interface IKeyedHash
{
    /// <summary>32 bytes.</summary>
    /// <param name="purpose">What the hash is for, such as <c>shop</c> or <c>body</c>.</param>
    /// <param name="data">What is hashed.</param>
    byte[] Compute(string purpose, ReadOnlySpan<byte> data);
}
