using Shopkeeper.Simulator.Shops;
using UserError = Shopkeeper.Simulator.Admin.MutationRoot.UserError;

namespace Shopkeeper.Simulator.Admin;

/// <summary>What Shopify declines of a subscription, in its words.</summary>
internal static class SubscriptionRules
{
    private static readonly string[] AddressField = ["webhookSubscription", "callbackUrl"];
    private static readonly string[] FilterField = ["webhookSubscription", "filter"];
    private static readonly string[] TopicField = ["webhookSubscription", "topic"];

    // The beginning of a topic, and the scope that reads what it tells.
    private static readonly (string Resource, string Scope)[] Scopes =
    [
        ("orders/", "read_orders"), ("order_transactions/", "read_orders"), ("refunds/", "read_orders"),
        ("draft_orders/", "read_draft_orders"), ("customers/", "read_customers"),
        ("fulfillments/", "read_fulfillments"), ("checkouts/", "read_orders"), ("carts/", "read_orders"),
        ("products/", "read_products"), ("collections/", "read_products"), ("themes/", "read_themes"),
        ("inventory_levels/", "read_inventory"), ("inventory_items/", "read_inventory"),
        ("locations/", "read_locations"), ("locales/", "read_locales"),
    ];

    public static UserError InvalidAddress => new(AddressField, "Address is invalid");

    public static UserError Taken => new(AddressField, "Address for this topic has already been taken");

    public static UserError? RefuseTopic(string topic, Installation installation) =>
        Array.Find(Scopes, known => topic.StartsWith(known.Resource, StringComparison.Ordinal)) is { Scope: { } scope }
            && !installation.Grants(scope)
                ? new UserError(TopicField, "You cannot create a webhook subscription with the specified topic")
                : null;

    public static UserError? Refuse(SubscriptionInput input)
    {
        if (input.Address is { } address && !IsDeliverable(address)) return InvalidAddress;
        return FilterOf(input) is { } filter && !IsFilter(filter)
            ? new UserError(FilterField, "The specified filter is invalid, please ensure you specify the field(s) "
                + "you wish to filter on.")
            : null;
    }

    public static string? FilterOf(SubscriptionInput input) =>
        string.IsNullOrEmpty(input.Filter) ? null : input.Filter;

    // Of the syntax no more than this: a field, and what is opened is closed.
    private static bool IsFilter(string filter) =>
        filter.Contains(':', StringComparison.Ordinal)
        && filter.Count(one => one == '(') == filter.Count(one => one == ')')
        && filter.Count(one => one == '"') % 2 == 0;

    private static bool IsDeliverable(string address) =>
        address.StartsWith("pubsub://", StringComparison.Ordinal)
        || address.StartsWith("arn:aws:events:", StringComparison.Ordinal)
        || (Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback)));
}
