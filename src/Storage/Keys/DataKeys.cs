using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Keys;

/// <summary>
/// Encrypts under an installation's own data key: AES-256-GCM. The key itself rests wrapped by the key ring in the
/// installation's row; when that row goes, so does every copy of what it encrypted. Ciphertext is bound to its
/// installation and its field, so moved elsewhere it does not decrypt.
/// </summary>
/// <remarks>Format: version (1), nonce (12), ciphertext, tag (16).</remarks>
internal sealed class DataKeys(IRingCipher ring, DataKeyCache cache)
{
    private const byte Version = 1;
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = 1 + NonceLength + TagLength;
    private const string Purpose = "data-key.v1";

    /// <summary>A new data key as it is stored.</summary>
    public byte[] NewWrapped()
    {
        Span<byte> key = stackalloc byte[KeyLength];
        RandomNumberGenerator.Fill(key);
        var wrapped = ring.Protect(Purpose, key);
        CryptographicOperations.ZeroMemory(key);
        return wrapped;
    }

    /// <summary>Encrypts a field.</summary>
    /// <param name="wrapped">The installation's data key as stored.</param>
    /// <param name="installation">The installation.</param>
    /// <param name="field">Table, column and the row's key: <c>sessions.payload:…</c>.</param>
    /// <param name="plain">What is encrypted.</param>
    public byte[] Encrypt(byte[] wrapped, InstallationId installation, string field, ReadOnlySpan<byte> plain)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        Open(wrapped, installation, key);
        try
        {
            var result = new byte[Overhead + plain.Length];
            result[0] = Version;
            var nonce = result.AsSpan(1, NonceLength);
            RandomNumberGenerator.Fill(nonce);
            using var aes = new AesGcm(key, TagLength);
            aes.Encrypt(
                nonce, plain, result.AsSpan(1 + NonceLength, plain.Length), result.AsSpan(result.Length - TagLength),
                Binding(installation, field));
            return result;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Decrypts a field.</summary>
    /// <exception cref="CryptographicException">Altered, or of another installation or field.</exception>
    public byte[] Decrypt(byte[] wrapped, InstallationId installation, string field, ReadOnlySpan<byte> data)
    {
        if (data.Length < Overhead || data[0] != Version)
            throw new CryptographicException("The ciphertext is not of a known form.");

        Span<byte> key = stackalloc byte[KeyLength];
        Open(wrapped, installation, key);
        try
        {
            var plain = new byte[data.Length - Overhead];
            using var aes = new AesGcm(key, TagLength);
            aes.Decrypt(
                data.Slice(1, NonceLength), data[(1 + NonceLength)..^TagLength], data[^TagLength..], plain,
                Binding(installation, field));
            return plain;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The stored form of a key that is in memory: saves a read of the installation's row.</summary>
    public byte[]? FindWrapped(InstallationId installation) => cache.FindWrapped(installation);

    /// <summary>Forgets an installation's key.</summary>
    public void Evict(InstallationId installation) => cache.Evict(installation);

    private void Open(byte[] wrapped, InstallationId installation, Span<byte> key)
    {
        if (cache.TryCopy(installation, wrapped, key))
            return;
        var unwrapped = ring.Unprotect(Purpose, wrapped);
        unwrapped.CopyTo(key);
        cache.Add(installation, wrapped, unwrapped);
        CryptographicOperations.ZeroMemory(unwrapped);
    }

    private static byte[] Binding(InstallationId installation, string field)
    {
        var binding = new byte[1 + 16 + Encoding.UTF8.GetByteCount(field)];
        binding[0] = Version;
        installation.Value.TryWriteBytes(binding.AsSpan(1), bigEndian: true, out _);
        Encoding.UTF8.GetBytes(field, binding.AsSpan(17));
        return binding;
    }
}
