using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Erasure;

/// <summary>
/// Counts what is left by looking at the database itself: its catalog lists the tables, and a column's name says how a
/// table may refer to the installation or its shop. It knows no list of tables to look at, only of those that may keep
/// something, so that a table that the erasure forgot is found here.
/// </summary>
internal sealed class ResidueCounter(Database database, IKeyedHash hash) : IResidue
{
    // The teardown's row is what the counting is for; it goes with the certificate.
    private static readonly HashSet<string> Kept = [.. ErasableTables.Kept, "teardowns"];

    public Task<IReadOnlyList<StoreCount>> CountAsync(ErasureSubject subject, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db => await CountAsync(
                db, await ReadCatalogAsync(db), subject.Installation, hash.OfShop(subject.Shop), subject.Shop),
            cancellationToken);

    /// <summary>Counts with what is known of the shop: its name, or its keyed hash alone, or neither.</summary>
    internal static async Task<IReadOnlyList<StoreCount>> CountAsync(
        DbSession db, SortedDictionary<string, HashSet<string>> catalog, InstallationId installation,
        byte[]? shopHash, ShopDomain? shop)
    {
        var newer = (await db.FindAsync<Newer>("residue/newer", new { installation, shopHash }))!;
        var args = new
        {
            installation,
            shop,
            shopHash,
            newerSince = newer.Since,

            // What a shop's newest installation has under the shop's own name is its own.
            ownedShop = newer.Number > 0 ? null : shop?.Value,
            grain = installation.Value.ToString("N"),
        };
        var counts = new List<StoreCount>();
        foreach (var table in catalog)
        {
            if (Find(table.Key, table.Value, newer.Number > 0) is not { } way)
                continue;
            var count = await db.CountInAsync(way.Statement, table.Key, way.Column, args);
            counts.Add(new StoreCount { Store = table.Key, Count = count });
        }

        return counts;
    }

    /// <summary>The tables that may hold residue, with their columns.</summary>
    internal static async Task<SortedDictionary<string, HashSet<string>>> ReadCatalogAsync(DbSession db)
    {
        var tables = new SortedDictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var column in await db.ListAsync<CatalogColumn>("catalog/columns"))
        {
            if (Kept.Contains(column.Table.ToLowerInvariant()))
                continue;
            if (!tables.TryGetValue(column.Table, out var columns))
                tables.Add(column.Table, columns = new HashSet<string>(StringComparer.OrdinalIgnoreCase));
            columns.Add(column.Column);
        }

        return tables;
    }

    private static (string Statement, string Column)? Find(string table, HashSet<string> columns, bool hasNewer)
    {
        if (table == "installations")
            return ("residue/by-installation", "id");

        var byInstallation = columns.Contains("installation_id");
        if (columns.Contains("grain_key"))
        {
            return byInstallation ? ("residue/by-installation-or-grain", "grain_key")
                : columns.Contains("grain_id") ? ("residue/by-grain-key", "grain_key")
                : ("residue/by-shop", "grain_key");
        }

        if (columns.Contains("grain_id"))
            return ("residue/by-grain", "grain_id");
        if (FirstOf(columns, "shop", "shop_domain") is { } shop)
        {
            return byInstallation
                ? columns.Contains("recorded_at")
                    ? ("residue/by-recorded-shop", shop)
                    : ("residue/by-installation", "installation_id")
                : columns.Contains("expires_at") ? ("residue/by-expired-shop", shop)
                : hasNewer ? null : ("residue/by-shop", shop);
        }

        return byInstallation ? ("residue/by-installation", "installation_id")
            : columns.Contains("shop_hash") && !hasNewer ? ("residue/by-shop-hash", "shop_hash")
            : null;
    }

    private static string? FirstOf(HashSet<string> columns, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (columns.Contains(name))
                return name;
        }

        return null;
    }

    private sealed record Newer
    {
        public DateTimeOffset? Since { get; init; }

        public long Number { get; init; }
    }
}
