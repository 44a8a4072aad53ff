using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Shopkeeper.Shopify.Signatures;

/// <summary>
/// The signature of a query that Shopify sends a browser with: <c>hmac</c>, lower-case hex of HMAC-SHA256 over the
/// other parameters, sorted by name
/// (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant).
/// </summary>
/// <remarks>
/// The documentation signs values as they are, the official library percent-encodes them (a space as <c>%20</c>). For
/// the values that Shopify sends, the two mostly agree; where they do not, both are accepted. Both keep <c>&amp;</c>
/// and <c>=</c> inside a value apart from those between values, so that no two queries share a signature.
/// </remarks>
public static class QuerySignature
{
    private const int TextLength = 64;
    private static readonly string[] Single = ["hmac", "shop", "timestamp", "state", "code", "host"];

    /// <summary>
    /// Verifies the query. Takes the same time wherever the first difference is and whichever secret fits. It does
    /// not look at the age: see <see cref="QueryTimestamp"/>.
    /// </summary>
    public static QuerySignatureResult Verify(IQueryCollection query, ApiSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(secrets);
        if (Single.Any(name => query[name].Count > 1)) return QuerySignatureResult.Repeated;
        if (query["hmac"].ToString() is not { Length: > 0 } signature) return QuerySignatureResult.Missing;
        if (signature.Length != TextLength) return QuerySignatureResult.Mismatch;

        var signed = Signed(
            query.SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value ?? "")));
        var encoded = Encoding.UTF8.GetBytes(Join(signed, Uri.EscapeDataString, Uri.EscapeDataString));
        var plain = Encoding.UTF8.GetBytes(Join(signed, EscapeName, EscapeValue));
        var verified = false;
        foreach (var key in secrets.Keys)
        {
            verified |= Matches(key, encoded, signature);
            verified |= Matches(key, plain, signature);
        }
        return verified ? QuerySignatureResult.Valid : QuerySignatureResult.Mismatch;
    }

    /// <summary>
    /// Signs parameters as the official library does, <c>hmac</c> and <c>signature</c> left out; for tests and tools.
    /// </summary>
    /// <returns>The value of <c>hmac</c>.</returns>
    public static string Sign(IEnumerable<KeyValuePair<string, string>> parameters, string secret)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var message = Join(Signed(parameters), Uri.EscapeDataString, Uri.EscapeDataString);
        return Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(message)));
    }

    // OrderBy keeps the order of equal names, so repeated parameters stay as they came.
    private static List<KeyValuePair<string, string>> Signed(IEnumerable<KeyValuePair<string, string>> parameters) =>
    [
        .. parameters
            .Where(pair => !pair.Key.Equals("hmac", StringComparison.OrdinalIgnoreCase)
                && !pair.Key.Equals("signature", StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal),
    ];

    private static string Join(
        List<KeyValuePair<string, string>> signed, Func<string, string> name, Func<string, string> value) =>
        string.Join('&', signed.Select(pair => $"{name(pair.Key)}={value(pair.Value)}"));

    private static string EscapeValue(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("&", "%26", StringComparison.Ordinal);

    private static string EscapeName(string text) =>
        EscapeValue(text).Replace("=", "%3D", StringComparison.Ordinal);

    private static bool Matches(byte[] key, byte[] message, string signature)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<char> expected = stackalloc char[TextLength];
        HMACSHA256.HashData(key, message, hash);
        Convert.TryToHexStringLower(hash, expected, out _);
        return CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(expected), MemoryMarshal.AsBytes(signature.AsSpan()));
    }
}
