using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shopkeeper.Grains.Participants.Http;

/// <summary>
/// Signs as Standard Webhooks: HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c>, one signature for each secret
/// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
/// </summary>
internal sealed class WebhookSigner(IReadOnlyList<byte[]> keys)
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>The value of <c>webhook-signature</c>.</summary>
    public string Sign(string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}."));
        byte[] signed = [.. head, .. body];
        return string.Join(' ', keys.Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed))));
    }

    /// <summary>Puts the three headers on a request.</summary>
    public void Sign(HttpRequestMessage request, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        request.Headers.Add(IdHeader, id);
        request.Headers.Add(TimestampHeader, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(SignatureHeader, Sign(id, at, body));
    }
}
