using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Shopkeeper.Grains.Certificates;

/// <summary>
/// The three segments of a compact JWS. There is one way to write a certificate: each segment encodes to itself again,
/// so no padding, white space, newline or unused bit passes.
/// </summary>
internal sealed record CompactJws(byte[] Header, byte[] Payload, byte[] Signature, string SignedText)
{
    /// <summary>Longest certificate that is read, in characters.</summary>
    public const int MaximumLength = 512 * 1024;

    public static bool TryParse(string text, [NotNullWhen(true)] out CompactJws? jws)
    {
        jws = null;
        if (text.Length > MaximumLength) return false;
        var segments = text.Split('.', 4);
        if (segments.Length != 3) return false;
        if (!TryDecode(segments[0], out var header)
            || !TryDecode(segments[1], out var payload)
            || !TryDecode(segments[2], out var signature))
            return false;
        jws = new CompactJws(header, payload, signature, $"{segments[0]}.{segments[1]}");
        return true;
    }

    /// <summary>Decodes base64url that encodes to itself again.</summary>
    public static bool TryDecode(string segment, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (segment.Length == 0 || segment.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            return false;
        var buffer = new byte[Base64Url.GetMaxDecodedLength(segment.Length)];
        if (Base64Url.DecodeFromChars(segment, buffer, out _, out var written) != OperationStatus.Done) return false;
        bytes = buffer[..written];
        return Base64Url.EncodeToString(bytes) == segment;
    }
}
