using System.Collections.Immutable;

namespace Shopkeeper.Storage.Erasure;

/// <summary>
/// Every table that can refer to an installation or a shop, and what erases it. A test compares this with the catalog
/// of a migrated database: a new table fails the build until it stands here.
/// </summary>
internal static class ErasableTables
{
    /// <summary>The table that the step which stops the jobs empties.</summary>
    public static readonly ErasableTable Jobs =
        Big("jobs", "erasure/count-jobs",
            "erasure/end-jobs", "erasure/purge-jobs", keysBegin: "0") with { Eraser = TableEraser.Jobs };

    public static readonly ImmutableArray<ErasableTable> All =
    [
        Big("api_logs", "erasure/count-api-logs",
            "erasure/end-api-logs", "erasure/purge-api-logs", keysBegin: "00000000-0000-0000-0000-000000000000"),
        Big("cache_entries", "erasure/count-cache-entries", "erasure/end-cache-entries", "erasure/purge-cache-entries"),
        Big("catalogue_products", "erasure/count-catalogue-products",
            "erasure/end-catalogue-products", "erasure/purge-catalogue-products"),
        Big("sessions", "erasure/count-sessions", "erasure/end-sessions", "erasure/purge-sessions"),
        Big("user_preferences", "erasure/count-user-preferences",
            "erasure/end-user-preferences", "erasure/purge-user-preferences"),
        Jobs,
        new("webhook_inbox", "shop", TableEraser.Deliveries, "erasure/count-webhook-inbox"),
        Big("seen_resources", "erasure/count-seen-resources",
            "erasure/end-seen-resources", "erasure/purge-seen-resources"),
        new("app_subscriptions", "installation_id", TableEraser.Cascade, "erasure/count-app-subscriptions"),
        new("subscription_records", "installation_id", TableEraser.Cascade, "erasure/count-subscription-records"),
        // What the release before wrote, whose processes may still run.
        new("webhook_subscriptions", "installation_id", TableEraser.Cascade, "erasure/count-webhook-subscriptions"),
        new("subscription_checks", "installation_id", TableEraser.Cascade, "erasure/count-subscription-checks"),
        new("grain_state", "installation_id", TableEraser.Cascade, "erasure/count-grain-state"),
        new("reminders", "grain_key", TableEraser.Statement, "erasure/count-reminders", "erasure/purge-reminders"),
        new("permits", "installation_id", TableEraser.Statement, "erasure/count-permits", "erasure/purge-permits"),
        new("install_intents", "shop", TableEraser.Statement,
            "erasure/count-install-intents", "erasure/purge-install-intents"),
        new("installations", "id", TableEraser.Row, "erasure/count-installations", "erasure/purge-installations"),
        new("teardowns", "installation_id", TableEraser.Certificate),
    ];

    /// <summary>
    /// What a reset hands to the new stay instead of erasing it: the fence moves it, in one transaction with the end.
    /// </summary>
    public static readonly ImmutableArray<ErasableTable> MovedByReset =
    [
        new("subscription_records", "installation_id", TableEraser.Cascade, "erasure/count-subscription-records"),
        new("app_subscriptions", "installation_id", TableEraser.Cascade, "erasure/count-app-subscriptions"),
        new("webhook_inbox", "shop", TableEraser.Deliveries, "erasure/count-live-deliveries"),
        new("grant", "id", TableEraser.Row, "erasure/count-held-grant"),
    ];

    /// <summary>
    /// Tables that may keep something by which a shop is found, each for its reason: delivery ids are hashes that refer
    /// to no shop; certificates, what operators ordered and what the compliance desk was asked remain, by design,
    /// under a keyed hash (a request that is open names a customer, encrypted, until it is closed); the rest is about
    /// the service itself.
    /// </summary>
    public static readonly ImmutableArray<string> Kept =
    [
        "certificates", "audit_log", "compliance_requests", "webhook_ids", "schema_versions", "unattested_ends",
        "wanted_subscriptions",
        "orleansquery", "orleansmembershiptable", "orleansmembershipversiontable",
    ];

    /// <summary>The tables that go in batches, one after the other in this order.</summary>
    public static IEnumerable<ErasableTable> InBatches => All.Where(table => table.Eraser == TableEraser.Batches);

    /// <summary>The stores that a teardown's own steps empty before it is certified.</summary>
    public static IEnumerable<ErasableTable> BeforeCertificate =>
        All.Where(table => table.Eraser != TableEraser.Certificate);

    private static ErasableTable Big(string name, string count, string end, string purge, string keysBegin = "") =>
        new(name, "installation_id", TableEraser.Batches, count, purge, end, keysBegin);
}
