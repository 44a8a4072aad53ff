using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Certificates;

namespace Shopkeeper.Grains.Certificates;

/// <summary>
/// Writes claims as a compact JWS (RFC 7515) signed with ES256, and nothing around it: no white space, no newline.
/// </summary>
internal sealed class CertificateSigner(ICertificateKeys keys)
{
    /// <summary>The <c>typ</c> of every certificate.</summary>
    public const string Type = "shopkeeper-certificate+jws";

    public string Sign(CertificateClaims claims)
    {
        var protection = new CertificateHeader { Alg = CertificateHeader.Es256, Kid = keys.CurrentKid, Typ = Type };
        var header = JsonSerializer.SerializeToUtf8Bytes(protection, CertificateJson.Options);
        var payload = JsonSerializer.SerializeToUtf8Bytes(claims, CertificateJson.Options);
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(keys.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }
}
