using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Participants.Http;

/// <summary>
/// Reads a participant's 200: JSON of the form that the operation has, and nothing that is only like it. Members that
/// are not known are passed over, so that a participant may say more than is asked.
/// </summary>
internal static class ParticipantAnswerReader
{
    /// <summary>How many kinds an answer may list.</summary>
    public const int MostItems = 1_000;

    /// <summary>The greatest count: what JSON readers of every language take as a whole number.</summary>
    public const long MostCount = (1L << 53) - 1;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Reads the body, at most so many bytes of it.</summary>
    /// <exception cref="ParticipantCallException">It is no JSON, or longer.</exception>
    public static async Task<JsonDocument> ReadAsync(
        HttpContent content, int maximumBytes, CancellationToken cancellationToken)
    {
        if (!IsJson(content.Headers.ContentType) || content.Headers.ContentEncoding.Count > 0) throw Invalid();
        var body = new byte[maximumBytes + 1];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > maximumBytes) throw Invalid();
        try
        {
            return JsonDocument.Parse(body.AsMemory(0, length), Strict);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a surrogate pair in a member's name.
            throw Invalid();
        }
    }

    /// <summary>The counts by kind of <c>{"items": [{"kind": "documents", "count": 3}]}</c>.</summary>
    /// <exception cref="ParticipantCallException">It is not of that form.</exception>
    public static IReadOnlyList<StoreCount> Items(JsonElement root)
    {
        if (!TryMember(root, "items", out var items)
            || items.ValueKind != JsonValueKind.Array
            || items.GetArrayLength() > MostItems)
            throw Invalid();
        return [.. items.EnumerateArray().Select(Item)];
    }

    /// <summary>The number of <c>{"remaining": 0}</c>; null says that it can't count.</summary>
    /// <exception cref="ParticipantCallException">It is not of that form.</exception>
    public static long? Remaining(JsonElement root)
    {
        if (!TryMember(root, "remaining", out var remaining)) throw Invalid();
        return remaining.ValueKind == JsonValueKind.Null ? null : Count(remaining);
    }

    /// <summary>
    /// A customer's data: <c>{"items": [{"kind": "reviews", "count": 2}], "data": …}</c>, the data being any JSON.
    /// </summary>
    /// <exception cref="ParticipantCallException">It is not of that form.</exception>
    public static CustomerExport Export(JsonElement root)
    {
        var items = Items(root);
        return TryMember(root, "data", out var data) ? new CustomerExport(data.Clone(), items) : throw Invalid();
    }

    private static StoreCount Item(JsonElement item)
    {
        if (!TryMember(item, "kind", out var kind)
            || kind.ValueKind != JsonValueKind.String
            || !TryMember(item, "count", out var count))
            throw Invalid();
        return new StoreCount { Store = Text(kind), Count = Count(count) };
    }

    private static bool TryMember(JsonElement parent, string name, out JsonElement value)
    {
        value = default;
        try
        {
            return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in another member's name.
            return false;
        }
    }

    private static long Count(JsonElement number) =>
        number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var value) && value is >= 0 and <= MostCount
            ? value
            : throw Invalid();

    private static string Text(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            throw Invalid();
        }
    }

    private static bool IsJson(MediaTypeHeaderValue? type) =>
        type?.MediaType is { } media
        && (media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
        && (type.CharSet is not { } charset
            || charset.Trim('"').Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase));

    private static ParticipantCallException Invalid() => new(ParticipantCodes.AnswerInvalid);
}
