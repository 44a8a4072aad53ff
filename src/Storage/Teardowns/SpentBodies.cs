using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Teardowns;

/// <summary>
/// Bodies of <c>app/uninstalled</c> that told of an end and are known by no claim of their own: after an operator's
/// order, or beside another body that told of it first. Captured, each would be good for a proof against a later stay.
/// </summary>
internal sealed class SpentBodies(Database database, TeardownRows rows)
{
    public Task<bool> IsKnownAsync(ShopDomain shop, string bodyHash, CancellationToken cancellationToken)
    {
        var body = new { shopHash = rows.Hash(shop), bodyHash };
        return database.ReadAsync(db => IsKnownAsync(db, body), cancellationToken);
    }

    public Task NoteAsync(
        ShopDomain shop, string bodyHash, DateTimeOffset recordedAt, CancellationToken cancellationToken)
    {
        var body = new { shopHash = rows.Hash(shop), bodyHash };
        var since = new { body.shopHash, recordedAt };
        return database.WriteAsync(
            async db =>
            {
                // Neither does a stay begin meanwhile, nor is one certified.
                await db.LockShopAsync(shop);
                if (await db.FindAsync<long?>("teardowns/is-of-current", since) is not null) return;
                if (await IsKnownAsync(db, body)) return;
                if (await db.FindAsync<int?>("teardowns/latest-ended", body) is not { } generation) return;
                var note = new { body.shopHash, generation, body.bodyHash };
                await db.ExecuteAsync("teardowns/note-spent", note);
                await db.ExecuteAsync("teardowns/note-spent-certified", note);
            },
            cancellationToken);
    }

    /// <summary>A claim without the time of a body that told of the same end before.</summary>
    /// <remarks>
    /// The time is an unsigned header. A body that came before the stay and is sent again under a fresh one would seem
    /// to be about the stay.
    /// </remarks>
    public static async Task<TeardownRecord> TimelessIfToldAsync(
        DbSession db, TeardownRecord open, TeardownRecord claim) =>
        claim.BodyHash is { } bodyHash
        && await db.FindAsync<long?>("teardowns/has-told", new { open.Id, bodyHash }) is not null
            ? claim with { TriggeredAt = null }
            : claim;

    /// <summary>Keeps a body that joined a claim which another one had begun.</summary>
    public static async Task NoteToldAsync(DbSession db, TeardownRecord joined, TeardownRecord claim)
    {
        if (claim is not { BodyNamesShop: true, BodyHash: { } bodyHash }) return;
        if (await db.FindAsync<long?>("teardowns/has-told", new { joined.Id, bodyHash }) is not null) return;
        await db.ExecuteAsync("teardowns/note-told", new { joined.Id, bodyHash });
    }

    private static async Task<bool> IsKnownAsync(DbSession db, object body) =>
        await db.FindAsync<long?>("teardowns/has-seen-body", body) is not null;
}
