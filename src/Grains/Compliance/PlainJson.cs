using System.Text.Json;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// JSON that can be read and written again. Parsing alone does not say so: half a surrogate pair, or what is no UTF-8,
/// is found only by whoever looks at the text that it stands in. One depth holds for all that the desk reads.
/// </summary>
internal static class PlainJson
{
    /// <summary>How deep a body or a participant's data may nest.</summary>
    public const int MaximumDepth = WebhookBody.MaximumDepth;

    /// <summary>What an export nests around that.</summary>
    public const int ExportDepth = MaximumDepth + 32;

    /// <summary>Reads a body; a byte order mark is skipped. It never throws.</summary>
    /// <returns>False for what is no JSON, or nests too deep; true says nothing of the texts in it.</returns>
    public static bool TryParse(byte[] body, out JsonElement element)
    {
        try
        {
            element = JsonElement.Parse(
                WebhookBody.WithoutByteOrderMark(body).Span, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            return true;
        }
        catch (JsonException)
        {
            element = default;
            return false;
        }
    }

    /// <summary>True when each text in it can be read, and it nests no deeper than it may.</summary>
    public static bool IsPlain(JsonElement element) => IsPlain(element, 0);

    /// <summary>A text; null when it can't be read.</summary>
    public static string? Text(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A member's name; null when it can't be read.</summary>
    public static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsPlain(JsonElement element, int depth) => element.ValueKind switch
    {
        JsonValueKind.Object => depth < MaximumDepth && element.EnumerateObject()
            .All(member => Name(member) is not null && IsPlain(member.Value, depth + 1)),
        JsonValueKind.Array =>
            depth < MaximumDepth && element.EnumerateArray().All(item => IsPlain(item, depth + 1)),
        JsonValueKind.String => Text(element) is not null,
        _ => true,
    };
}
