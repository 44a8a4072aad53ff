using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>
/// The database: tables, and the guard. Each transaction of a port runs alone and throws before it changes anything,
/// which is what the locks of the real one come to.
/// </summary>
internal sealed class SimulatedDatabase(SimulationKernel kernel)
{
    private long _sequence;

    public Dictionary<InstallationId, InstallationRow> Installations { get; } = [];

    public Dictionary<InstallationId, TeardownRow> Teardowns { get; } = [];

    public List<CertificateRow> Certificates { get; } = [];

    public Dictionary<Guid, LeaseRow> Permits { get; } = [];

    public Dictionary<Guid, LeaseRow> Intents { get; } = [];

    public List<DateTimeOffset> UnattestedEnds { get; } = [];

    /// <summary>In the order in which they were recorded.</summary>
    public List<InboxRow> Inbox { get; } = [];

    /// <summary>What became of deliveries, by the id that Shopify gives them.</summary>
    public Dictionary<string, Verdict> Verdicts { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Name, string Key), StateRow> States { get; } = [];

    public Dictionary<(string GrainId, string Name), ReminderRow> Reminders { get; } = [];

    /// <summary>The guarded tables of shop data, by table and row.</summary>
    public Dictionary<InstallationId, List<(string Table, string Row)>> Rows { get; } = [];

    public Dictionary<InstallationId, List<WebhookSubscriptionRecord>> Subscriptions { get; } = [];

    /// <summary>Newest moment per resource, by installation, group and hash.</summary>
    public Dictionary<(InstallationId, string, string), SeenResource> SeenResources { get; } = [];

    /// <summary>When somebody last counted what is left of a stay.</summary>
    public Dictionary<InstallationId, DateTimeOffset> CountedAt { get; } = [];

    /// <summary>Each access token that was ever stored.</summary>
    public HashSet<AccessToken> StoredTokens { get; } = [];

    /// <summary>The one row of <c>token_migration</c>.</summary>
    public TokenMigration Migration { get; set; } = new();

    /// <summary>True where a write for an ended installation is let through: a bug to be found.</summary>
    public bool GuardIsOff { get; set; }

    /// <summary>True where an actor's state is written by a version that it did not read: a bug to be found.</summary>
    public bool EtagsAreReused { get; set; }

    /// <summary>The database's clock, in milliseconds as its columns are.</summary>
    public DateTimeOffset Now =>
        DateTimeOffset.FromUnixTimeMilliseconds(kernel.Time.Now.ToUnixTimeMilliseconds());

    public long NextSequence() => ++_sequence;

    /// <summary>An id that the seed gives.</summary>
    public Guid NewId() => kernel.Chance.Id(kernel.Time.Now);

    public bool IsCurrent(InstallationId installation) =>
        Installations.TryGetValue(installation, out var row) && row.IsCurrent;

    /// <exception cref="InstallationEndedException">It is not the current one.</exception>
    public void Guard(InstallationId installation)
    {
        if (GuardIsOff) return;
        if (!IsCurrent(installation)) throw new InstallationEndedException(installation);
    }

    /// <summary>Whose stay it is; null for one of which nothing is known any more.</summary>
    public ShopDomain? ShopOf(InstallationId installation) =>
        Installations.GetValueOrDefault(installation)?.Value.Shop
        ?? Teardowns.GetValueOrDefault(installation)?.Record.Shop
        ?? Certificates.Find(row => row.Record.Installation == installation)?.Shop;

    public InstallationRow? CurrentOf(ShopDomain shop)
    {
        foreach (var row in Installations.Values)
        {
            if (row.IsCurrent && row.Value.Shop == shop) return row;
        }

        return null;
    }

    /// <summary>Writes a row of shop data; for an ended installation that breaks the first invariant.</summary>
    public void Insert(InstallationId installation, string table, string row)
    {
        RequireCurrent(installation, table);
        var rows = RowsOf(installation);
        if (!rows.Contains((table, row))) rows.Add((table, row));
    }

    public List<(string Table, string Row)> RowsOf(InstallationId installation)
    {
        if (!Rows.TryGetValue(installation, out var rows)) Rows.Add(installation, rows = []);
        return rows;
    }

    public List<WebhookSubscriptionRecord> SubscriptionsOf(InstallationId installation)
    {
        if (!Subscriptions.TryGetValue(installation, out var records)) Subscriptions.Add(installation, records = []);
        return records;
    }

    public void DropExpired(Dictionary<Guid, LeaseRow> leases)
    {
        foreach (var (id, lease) in leases)
        {
            if (lease.ExpiresAt <= Now) leases.Remove(id);
        }
    }

    /// <summary>For every write, whatever guards it: the model's own look at the first invariant.</summary>
    public void RequireCurrent(InstallationId installation, string table)
    {
        if (IsCurrent(installation)) return;
        throw new SimulationException($"Invariant 1: {table} was written for an installation that has ended.");
    }

    /// <summary>The generations that are known of a shop, whatever row knows them.</summary>
    public IEnumerable<int> GenerationsOf(ShopDomain shop) =>
        Installations.Values.Where(row => row.Value.Shop == shop).Select(row => row.Value.Generation)
            .Concat(Teardowns.Values.Where(row => row.Record.Shop == shop).Select(row => row.Record.Generation))
            .Concat(Certificates.Where(row => row.Shop == shop).Select(row => row.Record.Generation));
}
