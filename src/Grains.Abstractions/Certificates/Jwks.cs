using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shopkeeper.Grains.Abstractions.Certificates;

/// <summary>
/// Writes the document that certificates are verified with (RFC 7517): public keys only, retired ones too.
/// </summary>
public static class Jwks
{
    /// <summary>The document as UTF-8 JSON, its keys ordered by <c>kid</c>. It never holds a private part.</summary>
    public static byte[] Write(ICertificateKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys");
            foreach (var (kid, key) in keys.PublicKeys.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                Write(writer, kid, key);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The document as text.</summary>
    public static string WriteText(ICertificateKeys keys) => Encoding.UTF8.GetString(Write(keys));

    private static void Write(Utf8JsonWriter writer, string kid, ECParameters key)
    {
        writer.WriteStartObject();
        writer.WriteString("kty", "EC");
        writer.WriteString("crv", "P-256");
        writer.WriteString("alg", "ES256");
        writer.WriteString("use", "sig");
        writer.WriteString("kid", kid);
        writer.WriteString("x", Base64Url.EncodeToString(key.Q.X));
        writer.WriteString("y", Base64Url.EncodeToString(key.Q.Y));
        writer.WriteEndObject();
    }
}
