using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Shopkeeper.Shopify.Webhooks;

/// <summary>
/// Reads which shop a delivery's body names. Where the ids stand depends on the topic
/// (https://shopify.dev/docs/api/admin-rest/latest/resources/webhook,
/// https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance).
/// </summary>
public static class WebhookBody
{
    /// <summary>How deep a body may nest, for all that read one.</summary>
    public const int MaximumDepth = 128;

    private const string ShopGid = "gid://shopify/Shop/";

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = MaximumDepth };

    private static readonly Fields None = new(null, null);
    private static readonly Fields ShopResource = new("id", "myshopify_domain");
    private static readonly Fields ShopReference = new("shop_id", "shop_domain");

    /// <summary>Reads the body of a delivery. It never throws, whatever the bytes.</summary>
    /// <param name="topic">The topic in lower case.</param>
    /// <param name="body">The raw body; a byte order mark is skipped.</param>
    /// <param name="identity">The shop named, perhaps none. Values of another type or range count as absent.</param>
    /// <returns>
    /// False when the body is not one JSON object in UTF-8, nests deeper than 128, or names an id twice.
    /// </returns>
    public static bool TryIdentify(string topic, in ReadOnlySequence<byte> body, out BodyIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(topic);
        var readable = false;
        try
        {
            var reader = new Utf8JsonReader(WithoutByteOrderMark(body), Strict);
            readable = TryReadObject(ref reader, FieldsOf(topic), out identity);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not UTF-8, or half a surrogate pair.
            identity = default;
        }
        if (!readable) identity = default;
        return readable;
    }

    /// <inheritdoc cref="TryIdentify(string, in ReadOnlySequence{byte}, out BodyIdentity)"/>
    public static bool TryIdentify(string topic, ReadOnlyMemory<byte> body, out BodyIdentity identity) =>
        TryIdentify(topic, new ReadOnlySequence<byte>(body), out identity);

    /// <summary>A body without the byte order mark that it may begin with: no reader of JSON takes that.</summary>
    public static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

    private static Fields FieldsOf(string topic) => topic switch
    {
        WebhookTopics.AppUninstalled or WebhookTopics.ShopUpdate => ShopResource,
        WebhookTopics.ShopRedact or WebhookTopics.CustomersRedact or WebhookTopics.CustomersDataRequest
            or WebhookTopics.AppScopesUpdate => ShopReference,
        WebhookTopics.AppSubscriptionsUpdate => new Fields("admin_graphql_api_shop_id", null, "app_subscription"),
        _ => None,
    };

    private static bool TryReadObject(ref Utf8JsonReader reader, Fields fields, out BodyIdentity identity)
    {
        identity = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        if (!TryReadMembers(ref reader, fields, out identity)) return false;
        return !reader.Read();
    }

    private static bool TryReadMembers(ref Utf8JsonReader reader, Fields fields, out BodyIdentity identity)
    {
        identity = default;
        bool idSeen = false, domainSeen = false, parentSeen = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isParent = fields.Parent is not null && reader.ValueTextEquals(fields.Parent);
            var isId = fields.Parent is null && fields.Id is not null && reader.ValueTextEquals(fields.Id);
            var isDomain = fields.Domain is not null && reader.ValueTextEquals(fields.Domain);
            if ((isParent && parentSeen) || (isId && idSeen) || (isDomain && domainSeen)) return false;
            (parentSeen, idSeen, domainSeen) = (parentSeen || isParent, idSeen || isId, domainSeen || isDomain);
            if (!reader.Read()) return false;
            if (isId) identity = identity with { ShopId = ReadId(ref reader) };
            if (isDomain) identity = identity with { Shop = ReadDomain(ref reader) };
            if (isParent && reader.TokenType == JsonTokenType.StartObject)
            {
                if (!TryReadMembers(ref reader, fields with { Parent = null }, out identity)) return false;
            }
            else
            {
                reader.Skip();
            }
        }
        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static long? ReadId(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt64(out var number) && number > 0 ? number : null;
        if (reader.TokenType != JsonTokenType.String) return null;
        var text = reader.GetString().AsSpan();
        if (text.StartsWith(ShopGid, StringComparison.Ordinal)) text = text[ShopGid.Length..];
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;
    }

    private static ShopDomain? ReadDomain(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && ShopDomain.TryParse(reader.GetString(), out var shop) ? shop : null;

    private static ReadOnlySequence<byte> WithoutByteOrderMark(in ReadOnlySequence<byte> body)
    {
        var reader = new SequenceReader<byte>(body);
        return reader.IsNext(Encoding.UTF8.Preamble, advancePast: true) ? reader.UnreadSequence : body;
    }

    private sealed record Fields(string? Id, string? Domain, string? Parent = null);
}
