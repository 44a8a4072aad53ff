using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shopkeeper.Simulator.Webhooks;

/// <summary>What a term of a filter wants of its field.</summary>
/// <param name="Comparison"><c>&gt;=</c>, <c>&lt;=</c>, <c>&gt;</c> or <c>&lt;</c>; empty for equal.</param>
/// <param name="Text">The value, or <c>*</c> for any, or one that ends in <c>*</c> for a beginning.</param>
internal sealed record FilterValue(string Comparison, string Text)
{
    private static readonly string[] Comparisons = [">=", "<=", ">", "<"];

    public static FilterValue Parse(string text)
    {
        var comparison = Array.Find(Comparisons, one => text.StartsWith(one, StringComparison.Ordinal)) ?? "";
        return new FilterValue(comparison, text[comparison.Length..].Trim('"'));
    }

    /// <summary>Null when the value is of another type.</summary>
    public bool? IsMetBy(JsonValue value)
    {
        if (this is { Comparison: "", Text: "*" }) return true;
        return value.GetValueKind() switch
        {
            JsonValueKind.Number => Number(value.ToJsonString()) is { } there && Number(Text) is { } wanted
                ? Compare(there, wanted) : null,
            JsonValueKind.True or JsonValueKind.False => bool.TryParse(Text, out var wanted) && Comparison.Length == 0
                ? value.GetValue<bool>() == wanted : null,
            JsonValueKind.String => IsMetBy(value.GetValue<string>()),
            _ => null,
        };
    }

    // Shopify writes prices and times as text, and compares them as what they are.
    private bool? IsMetBy(string there)
    {
        if (Number(there) is { } number && Number(Text) is { } wanted) return Compare(number, wanted);
        if (Comparison.Length > 0)
            return Time(there) is { } time && Time(Text) is { } limit ? Compare(time, limit) : null;
        return Text.EndsWith('*')
            ? there.StartsWith(Text[..^1], StringComparison.OrdinalIgnoreCase)
            : there.Equals(Text, StringComparison.OrdinalIgnoreCase);
    }

    private bool Compare<T>(T there, T wanted)
        where T : IComparable<T>
    {
        var order = there.CompareTo(wanted);
        return Comparison switch
        {
            ">=" => order >= 0,
            "<=" => order <= 0,
            ">" => order > 0,
            "<" => order < 0,
            _ => order == 0,
        };
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Time(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
