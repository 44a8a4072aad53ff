using System.Security.Cryptography;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Caching;

/// <summary>How a key and a value stand in the shared level, whichever that is.</summary>
internal sealed class CacheCipher(IKeyedHash hash)
{
    public byte[] HashOf(InstallationId installation, string key) => hash.OfText("cache", installation, key);

    public static byte[] Encrypt(FieldCipher cipher, byte[] keyHash, ReadOnlyMemory<byte> value) =>
        cipher.Encrypt(Field(keyHash), value.Span);

    /// <exception cref="CacheUnavailableException">Somebody else wrote it there.</exception>
    public static byte[] Decrypt(FieldCipher cipher, byte[] keyHash, byte[] payload)
    {
        try
        {
            return cipher.Decrypt(Field(keyHash), payload);
        }
        catch (CryptographicException)
        {
            throw new CacheUnavailableException("unreadable");
        }
    }

    private static string Field(byte[] keyHash) => $"cache_entries.payload:{Convert.ToHexStringLower(keyHash)}";
}
