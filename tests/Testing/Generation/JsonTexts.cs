using System.Text;
using CsCheck;

namespace Shopkeeper.Testing.Generation;

/// <summary>
/// JSON as an enemy writes it: members twice, of another type, out of range, half of an escaped character in a name or
/// a value; and bytes that are nearly JSON.
/// </summary>
public static class JsonTexts
{
    private static readonly string[] Leaves =
    [
        "null", "true", "false", "0", "-0", "1", "42", "-1", "1.5", "1e400", "-1e-400", "9223372036854775807",
        "9223372036854775808", "\"\"", "\"42\"", "\"-1\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"",
        "\"gid://shopify/Shop/42\"", "\"a.myshopify.com\"", "\"A.myshopify.com\\n\"", "\"2026-01-02T03:04:05Z\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"", "\"a@b.example\"", "\"read_products\"",
        "\"\u00e4\ud83d\udca9\"", "[]", "{}",
    ];

    // Names are compared from their ends, and unescaped only where they are longer than what is looked for.
    private static readonly string[] OddNames =
    [
        "\"\"", "\"\\ud800\"", "\"\\udfffwhich is longer than any name that somebody looks for\"", "\"\\u0000\"",
        "\"i\\u0064\"", "\"\u00e4\"", "\"__proto__\"",
    ];

    /// <summary>A JSON text whose objects have these members among others.</summary>
    public static Gen<string> With(params string[] names)
    {
        var name = Gen.OneOfConst([.. names.Select(one => $"\"{one}\""), .. names.Select(Escaped), .. OddNames]);
        return Gen.Recursive<string>((depth, value) => depth > 4
            ? Gen.OneOfConst(Leaves)
            : Gen.Frequency(
                (depth == 0 ? 1 : 5, Gen.OneOfConst(Leaves)),
                (5, Gen.Select(name, value, (key, one) => $"{key}:{one}").Array[0, 6]
                    .Select(members => $"{{{string.Join(',', members)}}}")),
                (1, value.Array[0, 4].Select(items => $"[{string.Join(',', items)}]"))));
    }

    /// <summary>The bytes of a text: as they are, with a byte order mark, or with some bytes changed.</summary>
    public static Gen<byte[]> Bytes(Gen<string> texts) => Gen.Select(
        Texts.Near(texts), Gen.Int[0, 5], Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte).Array[0, 3],
        (text, kind, changes) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            if (kind == 0) return [.. Encoding.UTF8.Preamble, .. bytes];
            if (kind > 1 || bytes.Length == 0) return bytes;
            foreach (var (place, value) in changes) bytes[place % bytes.Length] = value;
            return bytes;
        });

    /// <summary>How bytes are told in a failure.</summary>
    public static string Print(byte[] bytes) =>
        $"{Convert.ToHexStringLower(bytes)} = {Encoding.Latin1.GetString(bytes)}";

    // The same name as far as JSON goes, and another text.
    private static string Escaped(string name) => $"\"\\u{(int)name[0]:x4}{name[1..]}\"";
}
