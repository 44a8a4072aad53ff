using System.Collections.Immutable;

namespace Shopkeeper.Storage.Erasure;

/// <summary>
/// Every table that can refer to an installation or a shop, and what erases it. A test compares this with the catalog of a
/// migrated database: a new table fails the build until it stands here, with its <c>count-</c> statement in
/// <c>Sql/erasure.sql</c>.
/// </summary>
internal static class ErasableTables
{
    public static readonly ImmutableArray<ErasableTable> All =
    [
        new("api_logs", "installation_id", TableEraser.Batches),
        new("catalogue_products", "installation_id", TableEraser.Batches),
        new("sessions", "installation_id", TableEraser.Batches),
        new("user_preferences", "installation_id", TableEraser.Batches),
        new("jobs", "installation_id", TableEraser.Jobs),
        new("webhook_inbox", "shop", TableEraser.Deliveries),
        new("webhook_subscriptions", "installation_id", TableEraser.Cascade),
        new("grain_state", "installation_id", TableEraser.Cascade),
        new("reminders", "grain_id", TableEraser.Statement),
        new("permits", "installation_id", TableEraser.Statement),
        new("install_intents", "shop", TableEraser.Statement),
        new("installations", "id", TableEraser.Row),
        new("teardowns", "installation_id", TableEraser.Certificate),
    ];

    /// <summary>
    /// Tables that may keep something by which a shop is found, each for its reason: delivery ids are hashes that refer to
    /// no shop; certificates are what remains, by design, under a keyed hash; the rest is about the service itself.
    /// </summary>
    public static readonly ImmutableArray<string> Kept =
    [
        "certificates", "webhook_ids", "schema_versions", "unattested_ends",
        "orleansquery", "orleansmembershiptable", "orleansmembershipversiontable",
    ];

    /// <summary>The stores that a teardown's own steps empty before it is certified.</summary>
    public static IEnumerable<ErasableTable> BeforeCertificate =>
        All.Where(table => table.Eraser != TableEraser.Certificate);
}
