using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shopkeeper.Simulator.Webhooks;

/// <summary>
/// A subscription's filter, in as much of Shopify's search syntax as apps use for it: <c>field:value</c>, comparisons,
/// <c>*</c>, <c>AND</c> (or nothing between), <c>OR</c>, <c>NOT</c> or <c>-</c>, and brackets. A term about a field
/// that the body lacks, or with a value of another type, is neither true nor false, and so is what depends on it:
/// Shopify takes such a filter, and then sends nothing.
/// </summary>
/// <remarks>https://shopify.dev/docs/apps/build/webhooks/customize/filters</remarks>
internal sealed partial class SubscriptionFilter
{
    private readonly string[] _tokens;
    private readonly JsonObject _body;
    private int _at;

    private SubscriptionFilter(string filter, JsonObject body)
    {
        _tokens = [.. Token().Matches(filter).Select(match => match.Value)];
        _body = body;
    }

    /// <summary>True when the delivery with this body is sent; without a filter, always.</summary>
    public static bool Matches(string? filter, JsonObject body)
    {
        if (string.IsNullOrWhiteSpace(filter)) return true;
        var reading = new SubscriptionFilter(filter, body);
        return reading.Or() is true && reading._at == reading._tokens.Length;
    }

    // The operators of bool? are those of three values.
    private bool? Or()
    {
        var left = And();
        while (Takes("OR")) left |= And();
        return left;
    }

    private bool? And()
    {
        var left = Not();
        while (_at < _tokens.Length && _tokens[_at] is not ("OR" or ")"))
        {
            Takes("AND");
            left &= Not();
        }

        return left;
    }

    private bool? Not()
    {
        if (Takes("NOT") || Takes("-")) return !Not();
        if (!Takes("(")) return _at < _tokens.Length ? Term(_tokens[_at++]) : null;
        var inner = Or();
        return Takes(")") ? inner : null;
    }

    private bool? Term(string token)
    {
        if (token is ['-', .. var denied]) return !Term(denied);
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) return null;
        var values = ValuesOf(_body, token[..colon].Split('.')).ToArray();
        if (values.Length == 0) return null;
        var wanted = FilterValue.Parse(token[(colon + 1)..]);
        var answers = Array.ConvertAll(values, wanted.IsMetBy);
        return answers.Contains(true) ? true : answers.Contains(false) ? false : null;
    }

    private bool Takes(string token)
    {
        if (_at == _tokens.Length || _tokens[_at] != token) return false;
        _at++;
        return true;
    }

    // Of an array, those of each of its elements.
    private static IEnumerable<JsonValue> ValuesOf(JsonNode? node, ReadOnlyMemory<string> path) => node switch
    {
        JsonArray array => array.SelectMany(element => ValuesOf(element, path)),
        JsonObject inner => path.IsEmpty ? [] : ValuesOf(inner[path.Span[0]], path[1..]),
        JsonValue value => path.IsEmpty ? [value] : [],
        _ => [],
    };

    [GeneratedRegex("""[()]|-(?=\()|(?:"[^"]*"|[^\s()"])+|""" + "\"")]
    private static partial Regex Token();
}
