using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Shopkeeper.Storage.Keys;

/// <summary>The thumbprint of a P-256 public key as a JWK: RFC 7638 section 3, SHA-256, base64url.</summary>
internal static class JwkThumbprint
{
    public static string Of(ECParameters key)
    {
        // The members that RFC 7638 requires for an EC key, in its order, without white space.
        var (x, y) = (Base64Url.EncodeToString(key.Q.X), Base64Url.EncodeToString(key.Q.Y));
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)));
    }
}
