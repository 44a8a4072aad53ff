using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Teardowns;

/// <summary>
/// Which ended installations of a shop still lack their <c>shop/redact</c>. The body does not say which stay it is
/// about, so it is taken to be about the oldest.
/// </summary>
internal sealed class RedactNotes(Database database, TeardownRows rows)
{
    public Task<bool> AwaitsAsync(ShopDomain shop, CancellationToken cancellationToken)
    {
        var shopHash = rows.Hash(shop);
        return database.ReadAsync(
            async db =>
            {
                // Teardowns first: one that is certified between the two reads is then found by the second.
                var (running, certified) = await ReadAsync(db, shopHash);
                var current = await db.FindAsync<int?>("teardowns/current-generation", new { shopHash });
                return running.Concat(certified).Any(generation => generation < (current ?? int.MaxValue));
            },
            cancellationToken);
    }

    public Task NoteAsync(
        ShopDomain shop, string bodyHash, byte[]? deliveryHash, CancellationToken cancellationToken)
    {
        var shopHash = rows.Hash(shop);
        return database.WriteAsync(
            async db =>
            {
                await db.LockShopAsync(shop);
                var (running, certified) = await ReadAsync(db, shopHash);
                var oldest = running.Concat(certified).DefaultIfEmpty(0).Min();
                if (oldest == 0) return;
                if (deliveryHash is not null)
                {
                    await db.ExecuteAsync(
                        "compliance/bind-redact", new { shopHash, generation = oldest, deliveryHash });
                }

                var note = new { shopHash, generation = oldest, bodyHash };
                await db.ExecuteAsync("teardowns/note-redact", note);
                await db.ExecuteAsync("teardowns/note-redact-certified", note);
            },
            cancellationToken);
    }

    private async Task<(IEnumerable<int> Running, IEnumerable<int> Certified)> ReadAsync(DbSession db, byte[] shopHash)
    {
        var running = await rows.ListAsync(db, "teardowns/list-awaiting-redact", new { shopHash });
        var certified = await db.ListAsync<int>("teardowns/list-certified-awaiting-redact", new { shopHash });

        // A reset leaves the app in the shop: Shopify asks for nothing after it.
        var uninstalled = running.Where(record => record.Kind != TeardownKind.Reset);
        return (uninstalled.Select(record => record.Generation), certified);
    }
}
