namespace Shopkeeper.Simulator.Webhooks;

/// <summary>The topics that can be subscribed to, and their two spellings.</summary>
internal static class WebhookTopics
{
    public const string AppUninstalled = "app/uninstalled";
    public const string ShopRedact = "shop/redact";
    public const string ShopUpdate = "shop/update";
    public const string CustomersRedact = "customers/redact";
    public const string CustomersDataRequest = "customers/data_request";
    public const string AppScopesUpdate = "app/scopes_update";
    public const string AppSubscriptionsUpdate = "app_subscriptions/update";

    /// <summary>
    /// What the Admin API accepts. The compliance topics are missing on purpose: only an app can declare them.
    /// </summary>
    public static IReadOnlyList<string> Subscribable { get; } =
    [
        AppUninstalled, AppScopesUpdate, AppSubscriptionsUpdate, "app_subscriptions/approaching_capped_amount",
        "app_purchases_one_time/update", "bulk_operations/finish",
        "carts/create", "carts/update", "checkouts/create", "checkouts/delete", "checkouts/update",
        "collections/create", "collections/delete", "collections/update",
        "customers/create", "customers/delete", "customers/disable", "customers/enable", "customers/update",
        "customers_marketing_consent/update", "customers/merge",
        "draft_orders/create", "draft_orders/delete", "draft_orders/update",
        "fulfillments/create", "fulfillments/update",
        "inventory_items/create", "inventory_items/delete", "inventory_items/update",
        "inventory_levels/connect", "inventory_levels/disconnect", "inventory_levels/update",
        "locales/create", "locales/update", "locations/activate", "locations/create", "locations/deactivate",
        "locations/delete", "locations/update", "metaobjects/create", "metaobjects/delete", "metaobjects/update",
        "order_transactions/create", "orders/cancelled", "orders/create", "orders/delete", "orders/edited",
        "orders/fulfilled", "orders/paid", "orders/partially_fulfilled", "orders/updated",
        "product_listings/add", "product_listings/remove", "product_listings/update",
        "products/create", "products/delete", "products/update", "refunds/create",
        ShopUpdate, "themes/create", "themes/delete", "themes/publish", "themes/update",
    ];

    private static readonly Dictionary<string, string> ByEnum =
        Subscribable.ToDictionary(ToEnum, topic => topic, StringComparer.Ordinal);

    public static string ToEnum(string topic) =>
        topic.ToUpperInvariant().Replace('/', '_').Replace('.', '_');

    public static string FromEnum(string name) => ByEnum[name];
}
