using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Shopkeeper.Storage.Orleans;

/// <summary>
/// The version of a row that Orleans knows as an etag. It starts anywhere in 62 bits, so that the etag of a row that
/// was deleted never fits the row that took its place.
/// </summary>
internal static class RowVersion
{
    public static long New()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes) & (long.MaxValue >> 1);
    }

    public static string ToEtag(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>An etag that is none of ours fits no row.</summary>
    public static long FromEtag(string? etag) =>
        long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
}
