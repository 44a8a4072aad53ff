using System.Text;

namespace Shopkeeper.EndToEnd.Tests.Canaries;

/// <summary>The forms in which a text may be stored or written without having been encrypted.</summary>
public static class Forms
{
    private const int LengthMinimum = 8;

    /// <summary>
    /// Plain, percent-encoded, hexadecimal in both cases, and base64 and base64url in all three alignments.
    /// </summary>
    public static IEnumerable<string> Encoded(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var plain = Encoding.Latin1.GetString(bytes);
        return new[]
            {
                plain, Uri.EscapeDataString(text), Convert.ToHexStringLower(bytes), Convert.ToHexString(bytes),
            }
            .Concat(Base64(bytes))
            .Where(form => form.Length >= LengthMinimum)
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>
    /// A whole number as it is written as text, and as SQLite stores it: big-endian, in as few of 1, 2, 3, 4, 6 or 8
    /// bytes as hold it (https://sqlite.org/fileformat.html#record_format).
    /// </summary>
    public static string SqliteInteger(long value)
    {
        var width = new[] { 1, 2, 3, 4, 6, 8 }.First(bytes => bytes == 8 || value >> ((bytes * 8) - 1) == 0);
        return string.Concat(Enumerable.Range(0, width).Select(at => (char)((value >> (8 * (width - 1 - at))) & 0xFF)));
    }

    /// <summary>
    /// Bytes as they stand in a file, or in hexadecimal in a dump; of long ones their beginning, which fits a page.
    /// </summary>
    public static string Stored(byte[] bytes, bool asHex)
    {
        const int Beginning = 48;
        var part = bytes.AsSpan(0, Math.Min(bytes.Length, Beginning)).ToArray();
        return asHex ? Convert.ToHexStringLower(part) : Encoding.Latin1.GetString(part);
    }

    private static IEnumerable<string> Base64(byte[] bytes)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            var padded = new byte[offset + bytes.Length];
            bytes.CopyTo(padded, offset);
            var text = Convert.ToBase64String(padded);

            // The first and the last character also depend on what stands beside the text.
            var first = ((offset * 8) + 5) / 6;
            var last = padded.Length * 8 / 6;
            var own = text[first..last];
            yield return own;
            yield return own.Replace('+', '-').Replace('/', '_');
        }
    }
}
