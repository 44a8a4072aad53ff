using System.Globalization;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Paging;
using Shopkeeper.Storage.Teardowns;

namespace Shopkeeper.Storage.Operations;

internal sealed class OperationsReader(Database database, TeardownRows teardowns, IErasure erasure, IKeyedHash hash)
    : IOperationsReader
{
    private const string List = "shops";

    public Task<Page<ShopSummary>> ListShopsAsync(
        ShopState? state,
        AccessState? dormantBecause,
        string? search,
        PageRequest page,
        CancellationToken cancellationToken)
    {
        var after = Cursor.Read(List, page.Cursor);
        if (after is not null && !ShopDomain.TryParse(after, out _))
            throw new InvalidCursorException();
        var args = new
        {
            after,
            state = (int?)state,
            dormantBecause = (int?)dormantBecause,
            search = string.IsNullOrWhiteSpace(search) ? null : search.Trim().ToLowerInvariant(),
            searchId = ParseId(search),
            rows = Cursor.RowsFor(page),
        };
        return database.ReadAsync(
            async db => Cursor.Page(
                List, await db.ListAsync<ShopRow>("operations/list-shops", args), page.Limit,
                row => row.Shop.Value, row => row.ToSummary()),
            cancellationToken);
    }

    public async Task<ShopDetail?> FindShopAsync(ShopDomain shop, CancellationToken cancellationToken)
    {
        var shopHash = hash.OfShop(shop);
        var (row, running) = await database.ReadAsync(
            async db => (
                await db.FindAsync<ShopRow>("operations/find-shop", new { shop }),
                await teardowns.ListAsync(db, "teardowns/list-of-shop", new { shopHash })),
            cancellationToken);
        var summary = row?.ToSummary() ?? (running.Count > 0 ? Purged(running[0]) : null);
        return summary is null ? null : new ShopDetail
        {
            Summary = summary,
            Scopes = row?.Scopes ?? "",
            WebhooksMissing = row?.WebhooksMissing ?? 0,
            Stores = (await erasure.PlanAsync(
                new ErasureSubject { Installation = summary.InstallationId, Shop = shop },
                TeardownKind.Uninstall,
                cancellationToken)).Erased,
            Teardowns = running,
        };
    }

    private static long? ParseId(string? search) =>
        long.TryParse(search, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    // The data are purged and the certificate is not written yet: the teardown is all that is known.
    private static ShopSummary Purged(TeardownRecord teardown) => new()
    {
        Shop = teardown.Shop,
        ShopId = teardown.ShopId,
        State = teardown.Status == TeardownStatus.Stalled ? ShopState.Stalled : ShopState.TearingDown,
        InstallationId = teardown.Installation,
        Generation = teardown.Generation,
        InstalledAt = teardown.StartedAt,
    };
}
