using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Erasure;

/// <summary>
/// Erases the undelivered deliveries of an ended installation, by shop and time. Each keeps its verdict, which says so.
/// </summary>
internal sealed class DeliveryEraser(Database database)
{
    private const int BatchRows = 500;

    /// <summary>Erases all of them, batch by batch.</summary>
    public async Task<long> PurgeAsync(ErasureSubject subject, CancellationToken cancellationToken)
    {
        for (long purged = 0; ;)
        {
            var batch = await PurgeBatchAsync(subject, cancellationToken);
            purged += batch;
            if (batch < BatchRows)
                return purged;
        }
    }

    /// <summary>Erases a batch of them.</summary>
    public async Task<long> PurgeBatchAsync(ErasureSubject subject, CancellationToken cancellationToken) =>
        await database.PurgeAsync(db => PurgeBatchAsync(db, subject), cancellationToken);

    private static async Task<int> PurgeBatchAsync(DbSession db, ErasureSubject subject)
    {
        // What is read now holds until the commit: no newer stay begins under this lock.
        await db.LockShopAsync(subject.Shop);
        var bounds = await ErasureBounds.ReadEndedAsync(db, subject);
        var rows = await db.ListAsync<Row>("erasure/list-deliveries", new
        {
            subject.Installation,
            subject.Shop,
            bounds.NewerSince,
            rows = BatchRows,
        });
        await db.ExecuteEachAsync(
            "erasure/purge-verdict",
            rows.Select(row => new VerdictRow(row.DeliveryHash, (int)Verdict.Purged)).ToArray());
        return await db.ExecuteEachAsync("erasure/purge-delivery", rows.Select(row => new IdRow(row.Id)).ToArray());
    }

    private sealed record Row
    {
        public long Id { get; init; }

        public byte[] DeliveryHash { get; init; } = [];
    }

    private sealed record IdRow(long Id);

    private sealed record VerdictRow(byte[] DeliveryHash, int Verdict);
}
