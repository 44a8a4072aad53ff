using System.Security.Cryptography;
using System.Text.Json;

namespace Shopkeeper.Grains.Certificates;

/// <summary>
/// Finds a public key in a JWKS (RFC 7517), strictly: a document that could be read two ways is not read.
/// </summary>
internal static class VerificationKeys
{
    private const int MaximumLength = 512 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <returns>The key; or null and why there is none, as a code.</returns>
    public static (ECDsa? Key, string? Problem) Find(string jwks, string kid)
    {
        if (jwks.Length > MaximumLength) return (null, "jwks-too-large");
        try
        {
            using var document = JsonDocument.Parse(jwks, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("keys", out var keys)
                || keys.ValueKind != JsonValueKind.Array)
                return (null, "jwks-unreadable");
            var matches = keys.EnumerateArray().Where(key => Text(key, "kid") == kid).Take(2).ToList();
            return matches.Count switch
            {
                0 => (null, "key-unknown"),
                1 => Read(matches[0]),
                _ => (null, "key-ambiguous"),
            };
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or ArgumentException)
        {
            // InvalidOperationException and ArgumentException: half a surrogate pair, escaped or as it is.
            return (null, "jwks-unreadable");
        }
    }

    private static (ECDsa? Key, string? Problem) Read(JsonElement key)
    {
        if (Text(key, "kty") != "EC" || Text(key, "crv") != "P-256"
            || (key.TryGetProperty("alg", out _) && Text(key, "alg") != CertificateHeader.Es256)
            || (key.TryGetProperty("use", out _) && Text(key, "use") != "sig")
            || !CompactJws.TryDecode(Text(key, "x") ?? "", out var x) || x.Length != 32
            || !CompactJws.TryDecode(Text(key, "y") ?? "", out var y) || y.Length != 32)
            return (null, "key-unusable");
        try
        {
            return (ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = x, Y = y },
            }), null);
        }
        catch (CryptographicException)
        {
            // A point that is not on the curve.
            return (null, "key-unusable");
        }
    }

    private static string? Text(JsonElement key, string name) =>
        key.ValueKind == JsonValueKind.Object && key.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
