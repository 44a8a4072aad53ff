using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Paging;

namespace Shopkeeper.Storage.Erasure;

/// <summary>
/// Counts with <see cref="ResidueCounter"/> what is left of every ended installation. A certified one's shop is known
/// by keyed hash alone, so the names that still stand anywhere are hashed and compared: a shop of which no name stands
/// is looked for by its hash and its installation.
/// </summary>
internal sealed class ResidueAudit(Database database, IKeyedHash hash) : IResidueAudit
{
    private const string List = "residue";
    private const string ListOfShop = "residue-of-shop";

    public Task<Page<EndedResidue>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var after = Cursor.ReadId(List, page.Cursor);
        var rows = Cursor.RowsFor(page);
        return database.ReadAsync(
            async db =>
            {
                var ended = await db.ListAsync<Row>("residue/list-ended", new { after, rows });
                var catalog = await ResidueCounter.ReadCatalogAsync(db);
                var shops = await FindShopsAsync(db, catalog, ended);
                var counted = new List<(Row Row, EndedResidue Residue)>();
                foreach (var row in ended.Take(page.Limit))
                    counted.Add((row, await CountAsync(db, catalog, row, shops)));
                var names = Cursor.Page(
                    List, ended, page.Limit, row => row.InstallationId.Value.ToString("D"), row => row);
                return new Page<EndedResidue>(counted.ConvertAll(one => one.Residue), names.NextCursor);
            },
            cancellationToken);
    }

    public Task<ShopResidue> ListOfShopAsync(ShopDomain shop, PageRequest page, CancellationToken cancellationToken)
    {
        var after = Cursor.ReadNumber(ListOfShop, page.Cursor);
        var rows = Cursor.RowsFor(page);
        var shopHash = hash.OfShop(shop);
        return database.ReadAsync(
            async db =>
            {
                var ended = Cursor.Page(
                    ListOfShop, await db.ListAsync<Row>("residue/list-ended-of-shop", new { shopHash, after, rows }),
                    page.Limit, row => $"{row.Generation}", row => row.InstallationId);
                var catalog = await ResidueCounter.ReadCatalogAsync(db);
                var totals = new SortedDictionary<string, long>(StringComparer.Ordinal);
                for (var index = 0; index < ended.Items.Count; index++)
                {
                    // What is kept by the shop is left of its newest ended stay; counted for each, it would be many.
                    var isNewest = after is null && index == 0;
                    var counts = await ResidueCounter.CountAsync(
                        db, catalog, ended.Items[index], isNewest ? shopHash : null, isNewest ? shop : null);
                    foreach (var count in counts)
                        totals[count.Store] = totals.GetValueOrDefault(count.Store) + count.Count;
                }
                return new ShopResidue(
                    ended.Items, [.. totals.Select(pair => new StoreCount { Store = pair.Key, Count = pair.Value })],
                    ended.NextCursor);
            },
            cancellationToken);
    }

    private static async Task<EndedResidue> CountAsync(
        DbSession db, SortedDictionary<string, HashSet<string>> catalog, Row row,
        Dictionary<string, ShopDomain> shops) => new()
        {
            Installation = row.InstallationId,
            Generation = row.Generation,
            IsCertified = row.Certified > 0,
            Stores = await ResidueCounter.CountAsync(
                db, catalog, row.InstallationId, row.ShopHash,
                row.ShopHash is null ? null : shops.GetValueOrDefault(Convert.ToHexString(row.ShopHash))),
        };

    // Names stand in columns of shops and of grains' keys, there with the grain's type before them.
    private async Task<Dictionary<string, ShopDomain>> FindShopsAsync(
        DbSession db, SortedDictionary<string, HashSet<string>> catalog, IReadOnlyList<Row> ended)
    {
        var wanted = ended.Where(row => row.ShopHash is not null)
            .Select(row => Convert.ToHexString(row.ShopHash!)).ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, ShopDomain>(StringComparer.Ordinal);
        foreach (var (table, columns) in catalog)
        {
            foreach (var column in columns.Where(IsNaming))
            {
                foreach (var name in await db.ListInAsync<string>("residue/names", table, column))
                {
                    if (!ShopDomain.TryParse(name[(name.LastIndexOf('/') + 1)..], out var shop)) continue;
                    var key = Convert.ToHexString(hash.OfShop(shop));
                    if (wanted.Contains(key)) found.TryAdd(key, shop);
                }
            }
        }
        return found;
    }

    private static bool IsNaming(string column) =>
        column.ToLowerInvariant() is "shop" or "shop_domain" or "grain_key" or "grain_id";

    private sealed record Row
    {
        public InstallationId InstallationId { get; init; }

        public byte[]? ShopHash { get; init; }

        public int Generation { get; init; }

        public long Certified { get; init; }
    }
}
