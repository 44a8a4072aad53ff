using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Storage.Keys;

/// <summary>The hash key is a file of 32 random bytes; each purpose hashes under a key derived from it.</summary>
internal sealed class KeyedHash : IKeyedHash
{
    private const int KeyLength = 32;
    private readonly byte[] key;
    private readonly ConcurrentDictionary<string, byte[]> derived = new(StringComparer.Ordinal);

    public KeyedHash(KeyDirectory directory)
    {
        key = directory.ReadOrCreate(directory.HashKeyFile, () => RandomNumberGenerator.GetBytes(KeyLength));
        if (key.Length != KeyLength)
        {
            throw new InvalidOperationException(
                $"{directory.HashKeyFile} must hold {KeyLength} bytes and holds {key.Length}. "
                + "Restore it from its backup.");
        }
    }

    public byte[] Compute(string purpose, ReadOnlySpan<byte> data)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        return HMACSHA256.HashData(derived.GetOrAdd(purpose, Derive), data);
    }

    private byte[] Derive(string purpose) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(purpose));
}
