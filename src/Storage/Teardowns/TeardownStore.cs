using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Paging;

namespace Shopkeeper.Storage.Teardowns;

internal sealed class TeardownStore(
    Database database, TeardownRows rows, TeardownCertification certification, RedactNotes redacts, SpentBodies bodies)
    : ITeardownStore
{
    private const string List = "teardowns";

    public Task<TeardownRecord> OpenAsync(
        TeardownRecord confirming, InboxDelivery delivery, CancellationToken cancellationToken) =>
        database.GuardedAsync(confirming.Installation, db => OpenAsync(db, confirming, delivery), cancellationToken);

    public Task<TeardownRecord> ClaimAsync(TeardownRecord confirming, CancellationToken cancellationToken) =>
        database.GuardedAsync(confirming.Installation, db => ClaimAsync(db, confirming), cancellationToken);

    public Task<TeardownRecord?> FindByInstallationAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => rows.FindAsync(db, "teardowns/find-by-installation", new { installation }), cancellationToken);

    public Task<TeardownRecord?> FindBySuccessorAsync(Installation successor, CancellationToken cancellationToken)
    {
        var shopHash = rows.Hash(successor.Shop);
        return database.ReadAsync(
            async db => (await rows.ListAsync(db, "teardowns/list-of-shop", new { shopHash }))
                .FirstOrDefault(record => record.Successor == successor.Id),
            cancellationToken);
    }

    public Task<TeardownRecord?> FindAsync(Guid teardown, CancellationToken cancellationToken) =>
        database.ReadAsync(db => rows.FindAsync(db, "teardowns/find", new { teardown }), cancellationToken);

    public Task<TeardownRecord?> FindLatestAsync(ShopDomain shop, CancellationToken cancellationToken)
    {
        var shopHash = rows.Hash(shop);
        return database.ReadAsync(
            db => rows.FindAsync(db, "teardowns/find-latest", new { shopHash }), cancellationToken);
    }

    public Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(db => db.ListAsync<InstallationId>("teardowns/find-due", new { limit }), cancellationToken);

    public Task<TeardownRecord?> SaveAsync(TeardownRecord record, CancellationToken cancellationToken) =>
        record.Status == TeardownStatus.Certified
            ? throw new ArgumentException("A certified teardown has no row: its certificate answers.", nameof(record))
            : database.WriteAsync(db => rows.SaveAsync(db, record), cancellationToken);

    public Task<bool> SupersedeAsync(TeardownRecord record, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                if (await db.ExecuteAsync("teardowns/delete-unended", new { record.Id, record.Version }) == 0)
                    return false;
                await TeardownRows.SetVerdictsAsync(db, record, (int)Verdict.Superseded);
                return true;
            },
            cancellationToken);

    public Task<bool> CertifyAsync(
        TeardownRecord record, CertificateRecord certificate, CancellationToken cancellationToken) =>
        certification.CertifyAsync(record, certificate, cancellationToken);

    public Task<bool> HasSeenBodyAsync(ShopDomain shop, string bodyHash, CancellationToken cancellationToken) =>
        bodies.IsKnownAsync(shop, bodyHash, cancellationToken);

    public Task NoteSpentBodyAsync(
        ShopDomain shop, string bodyHash, DateTimeOffset recordedAt, CancellationToken cancellationToken) =>
        bodies.NoteAsync(shop, bodyHash, recordedAt, cancellationToken);

    public Task<bool> AwaitsRedactAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        redacts.AwaitsAsync(shop, cancellationToken);

    public Task NoteRedactAsync(
        ShopDomain shop, string bodyHash, byte[]? deliveryHash, CancellationToken cancellationToken) =>
        redacts.NoteAsync(shop, bodyHash, deliveryHash, cancellationToken);

    public Task<IReadOnlyList<TeardownRecord>> ListEndedAsync(ShopDomain shop, CancellationToken cancellationToken)
    {
        var shopHash = rows.Hash(shop);
        return database.ReadAsync(
            db => rows.ListAsync(db, "teardowns/list-ended", new { shopHash }), cancellationToken);
    }

    public Task<Page<TeardownRecord>> ListAsync(
        ShopDomain? shop, TeardownStatus? status, PageRequest page, CancellationToken cancellationToken)
    {
        var (at, id) = Cursor.ReadMoment(List, page.Cursor);
        var args = new
        {
            shopHash = shop is null ? null : rows.Hash(shop),
            status = (int?)status,
            at,
            id,
            rows = Cursor.RowsFor(page),
        };
        return database.ReadAsync(
            async db => Cursor.Page(
                List, await db.ListAsync<Row>("teardowns/list", args), page.Limit,
                row => Cursor.Moment(row.OpenedAt, row.Id), row => rows.Read(row.Payload)),
            cancellationToken);
    }

    private async Task<TeardownRecord> OpenAsync(DbSession db, TeardownRecord confirming, InboxDelivery delivery)
    {
        var isNew = await db.ExecuteAsync("teardowns/take-up-delivery", new { delivery.Id, delivery.DeliveryHash }) > 0;
        var open = await rows.FindAsync(
            db, "teardowns/lock-by-installation", new { installation = confirming.Installation });

        // Without its row the delivery has been taken up before, and nothing is begun by it again.
        if (!isNew)
        {
            return open
                ?? throw new InvalidOperationException("The delivery was handled before, and its claim was denied.");
        }

        await db.ExecuteAsync("teardowns/set-verdict", new { Verdict = (int)Verdict.Accepted, delivery.DeliveryHash });
        return await JoinAsync(db, open, confirming, TeardownMerge.Join);
    }

    private async Task<TeardownRecord> ClaimAsync(DbSession db, TeardownRecord confirming)
    {
        var open = await rows.FindAsync(
            db, "teardowns/lock-by-installation", new { installation = confirming.Installation });
        return await JoinAsync(db, open, confirming, TeardownMerge.Claim);
    }

    private async Task<TeardownRecord> JoinAsync(
        DbSession db,
        TeardownRecord? open,
        TeardownRecord confirming,
        Func<TeardownRecord, TeardownRecord, TeardownRecord> merge)
    {
        if (open is null && await rows.InsertAsync(db, confirming) is { } inserted)
            return inserted;

        // The row that was in the way may be gone by now, denied by Shopify: then all is to be looked at anew.
        open ??= await rows.FindAsync(
            db, "teardowns/lock-by-installation", new { installation = confirming.Installation })
            ?? throw new StorageUnavailableException("teardown-changed");
        var joined = merge(open, await SpentBodies.TimelessIfToldAsync(db, open, confirming));
        if (ReferenceEquals(joined, open)) return joined;
        joined = await rows.SaveAsync(db, joined) ?? throw new StorageUnavailableException("teardown-changed");
        await SpentBodies.NoteToldAsync(db, joined, confirming);
        return joined;
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public DateTimeOffset OpenedAt { get; init; }

        public byte[] Payload { get; init; } = [];
    }
}
