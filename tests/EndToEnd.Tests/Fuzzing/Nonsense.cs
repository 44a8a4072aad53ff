using System.Text;

namespace Shopkeeper.EndToEnd.Tests.Fuzzing;

/// <summary>Pieces of requests that nobody means well, picked by a seeded generator.</summary>
internal sealed class Nonsense(Random random)
{
    private static readonly string[] Words =
    [
        "", " ", "0", "1", "-1", "x", "null", "true", "*", "..", "../../etc/passwd", "a.myshopify.com",
        "A.MYSHOPIFY.COM",
        "a.myshopify.com.", "A/../b.myshopify.com",
        "00000000-0000-0000-0000-000000000000", "99999999999999999999", "9223372036854775807",
        "1e309", "2026-01-02T03:04:05Z", "0001-01-01T00:00:00+14:00", "'; drop table jobs --", "{{7*7}}", "${jndi:x}",
        "<script>", "certified", "running", "catalog-sync", "test", "test-erase", "\u00e4\u20ac\ud83d\udca9", "\u202e",
        "e30.e30.e30", "Bearer x", "application/json",
    ];

    private static readonly string[] Escapes =
    [
        "%00", "%", "%2", "%ff%fe", "%2f", "%2e%2e%2f", "%0d%0a", "%ed%a0%80", "%F0%9F%92%A9", "+", "%20", "%25", "%3f",
    ];

    private static readonly string[] Members =
    [
        "kind", "arguments", "confirm", "reason", "code", "note", "participant", "pageSize", "id", "shop", "shop_id",
        "myshopify_domain", "customer", "subjects", "data", "items", "users", "topic", "key",
    ];

    private static readonly string[] Queries =
    [
        "?a[b]=c&&&=", "?%=%&;=;", "?shop=a.myshopify.com&shop=b.myshopify.com", "?limit=9e9", "?limit=0",
        "?cursor=%ff%ff", "?status=no", "?state=no&search=%00", "?dryRun=true",
    ];

    private static readonly string[] Bodies =
    [
        "{}", "{\"kind\":{\"kind\":1}}", "{\"reason\":[],\"confirm\":{}}", "{\"kind\":\"\\u0000\"}",
        "{\"kind\":\"catalog-sync\",\"arguments\":{\"pageSize\":1e99}}",
        "{\"reason\":\"test\",\"confirm\":\"\\ud800\"}",
    ];

    public T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    public bool Chance(int oneIn) => random.Next(oneIn) == 0;

    public int Number(int below) => random.Next(below);

    public byte[] Bytes(int most)
    {
        var bytes = new byte[random.Next(most)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A word, several, or a long one.</summary>
    public string Word() => random.Next(12) switch
    {
        0 => new string((char)random.Next('a', 'z' + 1), random.Next(5_000)),
        1 => Pick(Words) + Pick(Words),
        2 => Encoding.Latin1.GetString(Bytes(40)),
        _ => Pick(Words),
    };

    /// <summary>For an address: encoded, or encoded wrongly.</summary>
    public string Segment() => Chance(3) ? Pick(Escapes) + Pick(Escapes) : Uri.EscapeDataString(Word());

    public string Query(IReadOnlyList<string> names)
    {
        if (Chance(6)) return Pick(Queries);
        var query = new StringBuilder("?");
        for (var count = random.Next(5); count > 0; count--)
            query.Append(Chance(6) ? Segment() : Pick(names)).Append('=').Append(Segment()).Append('&');
        return query.ToString();
    }

    /// <summary>For a header that a client library takes: one line of visible characters.</summary>
    public string Line() => string.Concat(Word().Where(character => character is >= ' ' and <= '~'));

    public byte[] Body() => random.Next(9) switch
    {
        0 => Bytes(300),
        1 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Pick(["[", "{\"a\":", "[{\"a\":"]), 3_000))),
        2 => Encoding.UTF8.GetBytes($"{{\"{Pick(Members)}\":\"{new string('x', random.Next(300_000))}\"}}"),
        3 => [],
        4 => Encoding.UTF8.GetBytes(Word()),
        5 => Encoding.UTF8.GetBytes(Pick(Bodies)),
        _ => Encoding.UTF8.GetBytes(Json(0)),
    };

    private string Json(int depth) => random.Next(depth > 3 ? 4 : 9) switch
    {
        0 => Pick(["null", "true", "0", "-1", "1e400", "9223372036854775808", "1.5"]),
        1 => Pick(["\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"a.myshopify.com\"", "\"test\"", "\"catalog-sync\""]),
        2 => $"\"{new string('y', random.Next(2_000))}\"",
        3 => "{}",
        4 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Json(depth + 1)))}]",
        _ => $"{{{string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => $"{Name()}:{Json(depth + 1)}"))}}}",
    };

    private string Name() => Chance(10)
        ? Pick(["\"\"", "\"\\ud800 and much more than that\"", "\"\\u0000\""])
        : $"\"{Pick(Members)}\"";
}
