using System.Security.Cryptography;
using System.Text;

namespace Shopkeeper.Simulator.Control;

/// <summary>A short name for a token that does not reveal it.</summary>
public static class TokenFingerprint
{
    /// <summary>The first 16 hex digits, in lower case, of the token's SHA-256.</summary>
    public static string Of(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..16];
}
