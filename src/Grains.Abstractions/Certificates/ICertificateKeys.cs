using System.Security.Cryptography;

namespace Shopkeeper.Grains.Abstractions.Certificates;

/// <summary>The ES256 keys that certificates are signed with, kept in files beside the database, never in it.</summary>
public interface ICertificateKeys
{
    /// <summary>The <c>kid</c> of the key that signs now.</summary>
    string CurrentKid { get; }

    /// <summary>
    /// Signs with the current key: ES256 (P-256, SHA-256), 64 bytes as in JWS (RFC 7518 section 3.4).
    /// </summary>
    byte[] Sign(ReadOnlySpan<byte> data);

    /// <summary>All public keys, retired ones too, by <c>kid</c>, as a JWKS needs them.</summary>
    IReadOnlyDictionary<string, ECParameters> PublicKeys { get; }
}
