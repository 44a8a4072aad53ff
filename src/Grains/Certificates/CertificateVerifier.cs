using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shopkeeper.Grains.Certificates;

/// <summary>
/// Verifies a certificate offline. The key is found by <c>kid</c> in the document given, never in the certificate; the
/// algorithm is ES256 and no other; the text is taken as it is, so that a certificate with one character changed, added
/// or left out, a newline at its end included, is none.
/// </summary>
public static class CertificateVerifier
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Verifies a certificate against a JWKS.</summary>
    /// <param name="jws">The certificate, exactly as it was issued.</param>
    /// <param name="jwksJson">The key document, as the service publishes it.</param>
    public static CertificateVerdict Verify(string jws, string jwksJson)
    {
        ArgumentNullException.ThrowIfNull(jws);
        ArgumentNullException.ThrowIfNull(jwksJson);
        if (!CompactJws.TryParse(jws, out var parsed)) return Invalid("not-a-compact-jws");
        if (Read<CertificateHeader>(parsed.Header) is not { } header) return Invalid("header-unreadable");
        if (header.Alg != CertificateHeader.Es256) return Invalid("algorithm-not-es256");
        if (header.Typ != CertificateSigner.Type) return Invalid("not-a-certificate");

        var (key, problem) = VerificationKeys.Find(jwksJson, header.Kid);
        using (key)
        {
            if (key is null) return Invalid(problem!);
            if (!IsSigned(parsed, key)) return Invalid("signature-wrong");
        }

        if (Read<CertificateClaims>(parsed.Payload) is not { Version: 1 } claims) return Invalid("claims-unreadable");
        return claims.Result switch
        {
            CertificateResults.Complete when claims.NotErased.Count == 0 => new CertificateVerdict.Complete(claims),
            CertificateResults.CompleteWithExceptions => new CertificateVerdict.CompleteWithExceptions(claims),
            _ => Invalid("result-contradicts-claims"),
        };
    }

    private static bool IsSigned(CompactJws jws, ECDsa key) =>
        jws.Signature.Length == 64
        && key.VerifyData(
            Encoding.ASCII.GetBytes(jws.SignedText),
            jws.Signature,
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private static T? Read<T>(byte[] json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Utf8.GetString(json), CertificateJson.Options);
        }
        catch (Exception exception) when (
            exception is JsonException or DecoderFallbackException or NotSupportedException)
        {
            return null;
        }
    }

    private static CertificateVerdict.Invalid Invalid(string reason) => new(reason);
}
