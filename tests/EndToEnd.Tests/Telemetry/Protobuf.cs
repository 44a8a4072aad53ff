namespace Shopkeeper.EndToEnd.Tests.Telemetry;

/// <summary>
/// Reads the fields of a protobuf message (https://protobuf.dev/programming-guides/encoding/): just what a collector
/// needs to tell spans apart.
/// </summary>
internal static class Protobuf
{
    /// <summary>The length-delimited fields with this number.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint(message, ref at);
            var length = (key & 7) switch
            {
                0 => SkipVarint(message, at),
                1 => 8,
                2 => (int)Varint(message, ref at),
                5 => 4,
                _ => throw new InvalidDataException("There is no such wire type."),
            };
            if ((key & 7) == 2 && (int)(key >> 3) == number) yield return message.Slice(at, length);
            at += length;
        }
    }

    private static int SkipVarint(ReadOnlyMemory<byte> message, int at)
    {
        var from = at;
        Varint(message, ref at);
        return at - from;
    }

    private static ulong Varint(ReadOnlyMemory<byte> message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message.Span[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }
    }
}
