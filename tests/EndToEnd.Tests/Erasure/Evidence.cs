using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing.Postgres;

namespace Shopkeeper.EndToEnd.Tests.Erasure;

/// <summary>
/// What to look for of one shop, and where. The forms are those found in its rows before the end (texts, ids,
/// ciphertexts, keyed hashes, each as stored) and everything plain that is the shop's, also in hexadecimal and base64.
/// </summary>
public sealed class Evidence
{
    // These refer to nobody, or are the proof itself; what they hold may stay. See docs/data-inventory.md.
    private static readonly string[] Excepted = ["webhook_ids", "certificates", "audit_log"];

    private Evidence(IReadOnlyList<StoredValue> values, IReadOnlyList<Needle> stored, IReadOnlyList<Needle> plain) =>
        (Values, Stored, Plain) = (values, stored, plain);

    /// <summary>Every value in the shop's rows.</summary>
    public IReadOnlyList<StoredValue> Values { get; }

    /// <summary>Values as they are stored, without those that say nothing about whose they are.</summary>
    public IReadOnlyList<Needle> Stored { get; }

    /// <summary>What names the shop and is the shop's, unencrypted.</summary>
    public IReadOnlyList<Needle> Plain { get; }

    /// <summary>Both.</summary>
    public IReadOnlyList<Needle> All => [.. Stored, .. Plain];

    /// <summary>Reads what is stored of a shop. What also stands in another shop's rows tells nothing.</summary>
    public static async Task<Evidence> GatherAsync(
        ShopkeeperProcess service, CanaryLife life, IReadOnlyList<CanaryLife> others)
    {
        var values = await StoredRows.OfAsync(service, life.Shop);
        var inDump = service.Kind == DatabaseKind.Postgres;
        var common = new HashSet<string?>(StringComparer.Ordinal);
        foreach (var other in others)
        {
            var theirs = await StoredRows.OfAsync(service, other.Shop);
            common.UnionWith(theirs.Select(value => value.AsNeedle(inDump)?.Text));
        }

        // A job's runner is the name of one attempt, and goes when that ends: at any moment, and not by the erasure.
        var stored = values.Where(value => value is not { Table: "jobs", Column: "runner" })
            .Select(value => value.AsNeedle(inDump)).OfType<Needle>()
            .Where(needle => !common.Contains(needle.Text) && needle.Text != $"{life.Shop.InstallationId}")
            .DistinctBy(needle => needle.Text).ToList();
        if (!inDump) stored.Add(new Needle("installations.shop_id", Forms.SqliteInteger(life.Shop.ShopId)));
        var plain = life.Texts.SelectMany(text => Forms.Encoded(text).Select(form => new Needle($"'{text}'", form)));
        return new Evidence(values, stored, [.. plain.DistinctBy(needle => needle.Text)]);
    }

    /// <summary>
    /// The whole database: on PostgreSQL a full <c>pg_dump</c>, which is logical (dead tuples and the log are beyond
    /// the claim); on SQLite the bytes of every file in its folder, the write-ahead log among them, read from the disk
    /// while the service has them open.
    /// </summary>
    public static async Task<IReadOnlyList<Haystack>> ReadDatabaseAsync(ShopkeeperProcess service) =>
        service.ConnectionString is { } postgres
            ? [new Haystack("pg_dump", await PostgresServer.DumpAsync(postgres, CancellationToken.None))]
            : Haystack.OfFolder(service.DataDirectory);

    /// <summary>
    /// True for what may stay of a row that may stay: of the audit log its ids and the keyed hash, and no word else.
    /// </summary>
    internal static bool MayStay(StoredValue value) =>
        value.Table != "audit_log" || value.Column is "id" or "shop_hash" or "installation_id";

    /// <summary>The forms without those that the excepted tables hold by right.</summary>
    public async Task<IReadOnlyList<Needle>> WithoutExceptedAsync(ShopkeeperProcess service)
    {
        var inDump = service.Kind == DatabaseKind.Postgres;
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in Excepted)
        {
            foreach (var value in (await StoredRows.OfTableAsync(service, table)).Where(MayStay))
            {
                if (value.AsNeedle(inDump) is { } needle) kept.Add(needle.Text);
            }
        }
        return [.. All.Where(needle => !kept.Contains(needle.Text))];
    }
}
