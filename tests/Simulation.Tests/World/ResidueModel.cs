using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>
/// Looks through every table for what is left of a stay. It shares nothing with how the service counts that: what both
/// forgot, neither would find.
/// </summary>
internal sealed class ResidueModel(SimulatedWorld world)
{
    /// <summary>The tables that it looks through, as the database calls them.</summary>
    public static IReadOnlySet<string> Searched { get; } = new HashSet<string>
    {
        nameof(SimulatedDatabase.Installations), nameof(SimulatedDatabase.States),
        nameof(SimulatedDatabase.Reminders), nameof(SimulatedDatabase.Rows), nameof(SimulatedDatabase.Subscriptions),
        nameof(SimulatedDatabase.SeenResources), nameof(SimulatedDatabase.Permits), nameof(SimulatedDatabase.Intents),
        nameof(SimulatedDatabase.Inbox), nameof(SimulatedDatabase.Teardowns),
    };

    /// <summary>Those that name nobody, or are what a teardown is to leave, or the model's own.</summary>
    public static IReadOnlySet<string> Kept { get; } = new HashSet<string>
    {
        nameof(SimulatedDatabase.Certificates), nameof(SimulatedDatabase.UnattestedEnds),
        nameof(SimulatedDatabase.Verdicts), nameof(SimulatedDatabase.StoredTokens),
        nameof(SimulatedDatabase.CountedAt),
    };

    private SimulatedDatabase Database => world.Database;

    /// <summary>Names what is left of a stay that is certified, but for deliveries and leases.</summary>
    public string? FindOf(CertificateRow certified)
    {
        var (stay, shop) = (certified.Record.Installation, certified.Shop);
        var isAwaited = IsAwaited(shop);
        var isShopsOwner = !HasNewer(certified);
        if (Database.Installations.ContainsKey(stay)) return "installations";
        if (Database.Teardowns.ContainsKey(stay)) return "teardowns";
        if (Database.Rows.GetValueOrDefault(stay) is { Count: > 0 } rows) return rows[0].Table;
        if (Database.Subscriptions.GetValueOrDefault(stay) is { Count: > 0 }) return "subscription records";
        foreach (var row in world.Jobs.Rows)
        {
            if (row.Installation == stay) return "jobs";
        }

        foreach (var (installation, _, _) in Database.SeenResources.Keys)
        {
            if (installation == stay) return "seen resources";
        }

        foreach (var (key, row) in Database.States)
        {
            if (row.Installation == stay || (isShopsOwner && key.Key == shop.Value)) return "states of actors";
        }

        var own = GrainKeys.Of(stay);
        foreach (var row in Database.Reminders.Values)
        {
            if (row.Key == own && !row.GrainId.StartsWith("teardown/", StringComparison.Ordinal)) return "reminders";
            // An install on its way arms the shop's reminder before its stay begins.
            if (row.Key == shop.Value && isShopsOwner && !isAwaited) return "reminders of the shop";
        }

        return null;
    }

    /// <summary>True where somebody looked for what is left.</summary>
    public bool WasCounted(CertificateRow certified) =>
        Database.CountedAt.ContainsKey(certified.Record.Installation);

    /// <summary>Names a lease that was there when the service last looked.</summary>
    public string? FindLease(CertificateRow certified)
    {
        foreach (var permit in Database.Permits.Values)
        {
            if (permit.Installation == certified.Record.Installation) return "permits";
        }

        // Whoever dies leaves an intent, which runs out at any moment: also after the look, and goes by the retention.
        var countedAt = Database.CountedAt[certified.Record.Installation];
        foreach (var intent in Database.Intents.Values)
        {
            if (intent.Shop == certified.Shop && intent.ExpiresAt < countedAt) return "intents that ran out";
        }

        return null;
    }

    /// <summary>True where a delivery is left of the stay, long after it.</summary>
    public bool HasDelivery(CertificateRow certified)
    {
        var stay = certified.Record.Installation;
        foreach (var row in Database.Inbox)
        {
            if (row.Delivery.Installation == stay) return true;
            if (row.Delivery.Installation is null && row.Delivery.Shop == certified.Shop
                && row.Delivery.RecordedAt < world.Model.Ended[stay].EndedAt && !world.Model.WasReset(stay))
                return true;
        }

        return false;
    }

    /// <summary>True while an install is on its way.</summary>
    public bool IsAwaited(ShopDomain shop)
    {
        foreach (var intent in Database.Intents.Values)
        {
            if (intent.Shop == shop && intent.ExpiresAt > Database.Now) return true;
        }

        return false;
    }

    /// <summary>True where the shop had another stay after this one.</summary>
    public bool HasNewer(CertificateRow certified)
    {
        foreach (var generation in Database.GenerationsOf(certified.Shop))
        {
            if (generation > certified.Record.Generation) return true;
        }

        return false;
    }
}
