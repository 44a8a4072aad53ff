using System.Text;

namespace Shopkeeper.Grains.Abstractions.Tokens;

/// <summary>
/// A name for a client secret that does not reveal it: a keyed hash, so that nobody can try guesses against it.
/// </summary>
public static class SecretFingerprint
{
    private const string Purpose = "client-secret";
    private const int Bytes = 6;

    /// <summary>12 hex digits, in lower case.</summary>
    public static string Of(IKeyedHash hash, string secret)
    {
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentException.ThrowIfNullOrEmpty(secret);
        return Convert.ToHexStringLower(hash.Compute(Purpose, Encoding.UTF8.GetBytes(secret)).AsSpan(0, Bytes));
    }
}
