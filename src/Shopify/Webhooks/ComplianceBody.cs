using System.Globalization;
using System.Text.Json;

namespace Shopkeeper.Shopify.Webhooks;

/// <summary>
/// Whom the body of a compliance delivery is about
/// (https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance). A customer may have but an e-mail; a
/// <c>shop/redact</c> names nobody but the shop.
/// </summary>
public sealed record ComplianceBody
{
    private const int MaximumDepth = 64;

    private static readonly string[] OrderLists = ["orders_requested", "orders_to_redact"];

    /// <summary>The customer's id.</summary>
    public long? CustomerId { get; private init; }

    /// <summary>The customer's e-mail address.</summary>
    public string? Email { get; private init; }

    /// <summary>The customer's phone number.</summary>
    public string? Phone { get; private init; }

    /// <summary>Orders asked for, or to be redacted.</summary>
    public IReadOnlyList<long> Orders { get; private init; } = [];

    /// <summary>Shopify's id of the data request.</summary>
    public long? DataRequestId { get; private init; }

    /// <summary>True when it says whom it is about.</summary>
    public bool NamesCustomer => CustomerId is not null || Email is not null || Phone is not null || Orders.Count > 0;

    /// <summary>
    /// Reads a body. It never throws, whatever the bytes. The topic is an unsigned header, so that a captured body of
    /// another topic may come under it (an order names a customer, too): the body has to have the form of the topic's.
    /// </summary>
    /// <param name="topic">The topic in lower case, one of compliance.</param>
    /// <param name="body">The raw body; a byte order mark is skipped.</param>
    /// <returns>
    /// Null when it is no JSON object, names no shop, has the form of another topic, says not whom it is about, or has
    /// a member twice or in another form. Ids may be numbers or digits in a string; absent and null are the same.
    /// </returns>
    public static ComplianceBody? TryRead(string topic, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(
                WebhookBody.WithoutByteOrderMark(body),
                new JsonDocumentOptions { MaxDepth = MaximumDepth, AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !HasFormOf(topic, root)) return null;
            var read = Read(root);
            return topic == WebhookTopics.ShopRedact || read.NamesCustomer ? read : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            // InvalidOperationException: a string that is not UTF-8, or half a surrogate pair.
            return null;
        }
    }

    /// <summary>Nobody's data.</summary>
    public override string ToString() => nameof(ComplianceBody);

    private static bool HasFormOf(string topic, JsonElement root)
    {
        bool Has(string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
        if (!Has("shop_domain") && !Has("shop_id")) return false;
        return topic switch
        {
            WebhookTopics.CustomersDataRequest => Has("data_request") && Has("customer") && !Has("orders_to_redact"),
            WebhookTopics.CustomersRedact =>
                (Has("customer") || Has("orders_to_redact")) && !Has("data_request") && !Has("orders_requested"),
            WebhookTopics.ShopRedact =>
                !Has("customer") && !Has("data_request") && !Has("orders_requested") && !Has("orders_to_redact"),
            _ => false,
        };
    }

    private static ComplianceBody Read(JsonElement root)
    {
        var customer = Member(root, "customer", JsonValueKind.Object);
        return new ComplianceBody
        {
            CustomerId = customer is { } one ? Id(one, "id") : null,
            Email = customer is { } two ? Text(two, "email") : null,
            Phone = customer is { } three ? Text(three, "phone") : null,
            Orders = OrdersOf(root),
            DataRequestId = Member(root, "data_request", JsonValueKind.Object) is { } request
                ? Id(request, "id")
                : null,
        };
    }

    private static long[] OrdersOf(JsonElement root) =>
    [
        .. OrderLists
            .Select(name => Member(root, name, JsonValueKind.Array))
            .Where(list => list is not null)
            .SelectMany(list => list!.Value.EnumerateArray().Select(Id))
            .Distinct()
            .Order(),
    ];

    private static JsonElement? Member(JsonElement parent, string name, JsonValueKind kind)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == kind ? value : throw new FormatException();
    }

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name, JsonValueKind.String)?.GetString()?.Trim() is { Length: > 0 } text ? text : null;

    private static long? Id(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Id(value) : null;

    private static long Id(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var number) && number > 0 => number,
        JsonValueKind.String when long.TryParse(
            value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        _ => throw new FormatException(),
    };
}
