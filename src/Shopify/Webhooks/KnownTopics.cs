using System.Collections.Frozen;

namespace Shopkeeper.Shopify.Webhooks;

/// <summary>
/// Topics by their GraphQL form, which does not tell a slash, a dot and an underscore apart: so the way back needs a
/// list (https://shopify.dev/docs/api/admin-graphql/latest/enums/WebhookSubscriptionTopic). One that is missing is
/// compared in its GraphQL form all the same.
/// </summary>
internal static class KnownTopics
{
    // Resource, then its events.
    private const string List =
        """
        app uninstalled scopes_update
        app_purchases_one_time update
        app_subscriptions update approaching_capped_amount
        attributed_sessions first last
        audit_events admin_api_activity
        bulk_operations finish
        carts create update
        channels delete
        checkout_and_accounts_configurations update
        checkouts create update delete
        collection_listings add remove update
        collection_publications create delete update
        collections create update delete
        companies create update delete
        company_contact_roles assign revoke
        company_contacts create update delete
        company_locations create update delete
        customer_account_settings update
        customer_groups create update delete
        customer_payment_methods create update revoke
        customers create update delete enable disable merge data_request redact
        customers_email_marketing_consent update
        customers_marketing_consent update
        delivery_promise_settings update
        discounts create update delete redeemcode_added redeemcode_removed
        disputes create update
        domains create update destroy
        draft_orders create update delete
        finance_app_staff_member grant delete update
        finance_kyc_information update
        fulfillment_events create delete
        fulfillment_holds added released
        fulfillments create update
        inventory_items create update delete
        inventory_levels connect disconnect update
        inventory_shipments create delete add_items remove_items update_item_quantities receive_items update_tracking
        inventory_transfers create update add_items remove_items cancel complete ready_to_ship
        locales create update destroy
        locations create update delete activate deactivate
        markets create update delete
        market_catalogs create update delete
        markets_backup_region update
        metafield_definitions create update delete
        metaobjects create update delete
        order_transactions create
        orders create updated cancelled delete edited fulfilled paid partially_fulfilled risk_assessment_changed
        orders link_requested shopify_protect_eligibility_changed
        payment_schedules due
        payment_terms create update delete
        product_feeds create update full_sync full_sync_finish incremental_sync
        product_listings add remove update
        product_publications create delete update
        products create update delete
        profiles create update delete
        refunds create
        returns approve cancel close decline process reopen request update
        reverse_deliveries attach_deliverable
        reverse_fulfillment_orders dispose
        scheduled_product_listings add remove update
        segments create update delete
        selling_plan_groups create update delete
        shipping_addresses create update
        shop update redact
        subscription_billing_attempts challenged failure success
        subscription_billing_cycle_edits create update delete
        subscription_billing_cycles skip unskip
        subscription_contracts activate cancel create expire fail pause update
        tax_partners update
        tax_services create update
        tender_transactions create
        themes create update delete publish
        variants in_stock out_of_stock
        """;

    // Those whose words are not joined by one slash after the resource.
    private static readonly string[] Odd =
    [
        "customer.joined_segment", "customer.left_segment", "customer.tags_added", "customer.tags_removed",
        "customers/purchasing_summary", "discounts/redeemcode_added", "fulfillment_orders/cancelled",
        "fulfillment_orders/cancellation_request_accepted", "fulfillment_orders/cancellation_request_rejected",
        "fulfillment_orders/cancellation_request_submitted", "fulfillment_orders/fulfillment_request_accepted",
        "fulfillment_orders/fulfillment_request_rejected", "fulfillment_orders/fulfillment_request_submitted",
        "fulfillment_orders/fulfillment_service_failed_to_complete", "fulfillment_orders/hold_released",
        "fulfillment_orders/line_items_prepared_for_local_delivery",
        "fulfillment_orders/line_items_prepared_for_pickup", "fulfillment_orders/merged",
        "fulfillment_orders/moved", "fulfillment_orders/order_routing_complete",
        "fulfillment_orders/placed_on_hold", "fulfillment_orders/rescheduled",
        "fulfillment_orders/scheduled_fulfillment_order_ready", "fulfillment_orders/split",
    ];

    private static readonly FrozenDictionary<string, string> ByEnum = List.Split('\n', StringSplitOptions.TrimEntries)
        .Select(line => line.Split(' '))
        .SelectMany(words => words.Skip(1).Select(word => $"{words[0]}/{word}"))
        .Concat(Odd)
        .Distinct(StringComparer.Ordinal)
        .ToFrozenDictionary(WebhookTopics.ToGraphQlEnum, StringComparer.Ordinal);

    /// <summary>The topic of a GraphQL form; null when it is not known.</summary>
    public static string? Find(string graphQlEnum) => ByEnum.GetValueOrDefault(graphQlEnum);
}
