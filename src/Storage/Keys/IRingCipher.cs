namespace Shopkeeper.Storage.Keys;

/// <summary>Encrypts under the key ring what is written before or beyond an installation.</summary>
internal interface IRingCipher
{
    /// <summary>Encrypts. What one purpose encrypts another does not decrypt.</summary>
    byte[] Protect(string purpose, ReadOnlySpan<byte> data);

    /// <summary>Decrypts.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// Altered, of another purpose or another ring.
    /// </exception>
    byte[] Unprotect(string purpose, byte[] data);
}
