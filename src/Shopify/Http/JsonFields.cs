using System.Text.Json;

namespace Shopkeeper.Shopify.Http;

/// <summary>Reads answers without trusting their shape: what is absent or of another type is null.</summary>
internal static class JsonFields
{
    public static JsonElement? Child(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        try
        {
            return element.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null ? child : null;
        }
        catch (InvalidOperationException)
        {
            // Another member's name holds half a surrogate pair: no names can be compared in such an object.
            return null;
        }
    }

    public static string? Text(this JsonElement element, string name)
    {
        if (element.Child(name) is not { ValueKind: JsonValueKind.String } child) return null;
        try
        {
            return child.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8: no text.
            return null;
        }
    }

    public static double? Number(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Number } child && child.TryGetDouble(out var number)
            && double.IsFinite(number)
            ? number
            : null;

    public static long? Integer(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Number } child && child.TryGetInt64(out var number)
            ? number
            : null;

    public static bool? Flag(this JsonElement element, string name) => element.Child(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The elements of an array; none when it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Array } child ? child.EnumerateArray() : [];
}
