using System.Globalization;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// Whether a delivery names a customer or one of his orders: a pure function. E-mail and phone count wherever they
/// stand; a number counts only where it can be nothing else, since a small one may also be a quantity.
/// </summary>
internal static class CustomerMatch
{
    private const string CustomerGid = "gid://shopify/Customer/";
    private const string OrderGid = "gid://shopify/Order/";

    /// <summary>Judges one. It never throws, whatever the bytes: a shop's data is anybody's text.</summary>
    public static CustomerJudgement Judge(StoredDelivery delivery, ComplianceSubject subject)
    {
        // What asks for this very thing waits to be handled, and goes by that; given up, it is a copy like any other.
        // What tells of the app or the store is about the merchant, whose e-mail a test order may have, and has to be
        // handled whoever is named in it.
        var isNeeded = WebhookTopics.IsCompliance(delivery.Topic) || WebhookTopics.IsOfMerchant(delivery.Topic);
        if (isNeeded && !delivery.IsDead) return CustomerJudgement.Other;
        if (IsResource(delivery, subject)) return CustomerJudgement.Named;
        if (!PlainJson.TryParse(delivery.Body, out var body)) return CustomerJudgement.NotJudged;
        return Names(body, OfTopic(delivery.Topic), "", subject)
            ? CustomerJudgement.Named
            : CustomerJudgement.Other;
    }

    // The id that a newer delivery has in a header of its own, whatever its body was left with by a filter.
    private static bool IsResource(StoredDelivery delivery, ComplianceSubject subject) => OfTopic(delivery.Topic) switch
    {
        "customer" => subject.CustomerId is { } customer && IsOf(CustomerGid, customer, delivery.ResourceId),
        "order" => subject.Orders.Any(order => IsOf(OrderGid, order, delivery.ResourceId)),
        _ => false,
    };

    private static bool IsOf(string gid, long id, string? text) => text == Text(id) || text == gid + Text(id);

    // What the id of a body's root is the id of.
    private static string OfTopic(string topic) =>
        topic.StartsWith("customers/", StringComparison.Ordinal) ? "customer"
        : topic.StartsWith("orders/", StringComparison.Ordinal) ? "order"
        : "";

    private static bool Names(JsonElement element, string owner, string name, ComplianceSubject subject) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject()
                .Any(member => Names(member, owner, subject)),
            JsonValueKind.Array =>
                element.EnumerateArray().Any(item => Names(item, Singular(owner, name), name, subject)),
            JsonValueKind.Number => element.TryGetInt64(out var number) && IsId(number, owner, name, subject),
            JsonValueKind.String => IsText(element, owner, name, subject),
            _ => false,
        };

    // The members of an object are told from whose object it is; a scalar keeps the owner that it stands in. A name
    // that can't be read is none that matters, and what it names may still be his.
    private static bool Names(JsonProperty member, string owner, ComplianceSubject subject)
    {
        var name = PlainJson.Name(member) ?? "";
        return Names(member.Value, member.Value.ValueKind == JsonValueKind.Object ? name : owner, name, subject);
    }

    private static string Singular(string owner, string name) => name switch
    {
        "customers" => "customer",
        "orders" => "order",
        _ => owner,
    };

    private static bool IsText(JsonElement element, string owner, string name, ComplianceSubject subject)
    {
        if (PlainJson.Text(element) is not { } text) return false;
        if (Same(text, subject.Email) || Same(text, subject.Phone)) return true;
        if (subject.CustomerId is { } customer && text == CustomerGid + Text(customer)) return true;
        if (subject.Orders.Any(order => text == OrderGid + Text(order))) return true;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && IsId(number, owner, name, subject);
    }

    private static bool IsId(long number, string owner, string name, ComplianceSubject subject) => name switch
    {
        "customer_id" => number == subject.CustomerId,
        "order_id" or "orders_requested" or "orders_to_redact" => subject.Orders.Contains(number),
        "id" when owner == "customer" => number == subject.CustomerId,
        "id" when owner == "order" => subject.Orders.Contains(number),
        _ => false,
    };

    private static bool Same(string text, string? wanted) =>
        wanted is not null && text.Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
