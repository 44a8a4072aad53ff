using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Erasure;

/// <summary>Erases store by store. <see cref="ResidueCounter"/> proves it, and shares no statement with this.</summary>
internal sealed class ErasureStore(
    Database database, DataKeys keys, DeliveryEraser deliveries, BatchEraser batches) : IErasure
{
    public Task<ErasurePlan> PlanAsync(
        ErasureSubject subject, TeardownKind kind, CancellationToken cancellationToken) =>
        database.ReadAsync(db => PlanAsync(db, subject, kind), cancellationToken);

    public Task<long> PurgeDeliveriesAsync(ErasureSubject subject, CancellationToken cancellationToken) =>
        deliveries.PurgeBatchAsync(subject, cancellationToken);

    public Task<PurgedBatch> PurgeJobsAsync(
        ErasureSubject subject, string? after, CancellationToken cancellationToken) =>
        batches.PurgeAsync(subject, [ErasableTables.Jobs], after, cancellationToken);

    public Task<PurgedBatch> PurgeBatchAsync(
        ErasureSubject subject, string? after, CancellationToken cancellationToken) =>
        batches.PurgeAsync(subject, [.. ErasableTables.InBatches], after, cancellationToken);

    public async Task<IReadOnlyList<StoreCount>> PurgeRestAsync(
        ErasureSubject subject, CancellationToken cancellationToken)
    {
        // Deliveries that came in since the jobs were stopped; in batches, since a shop may send many.
        var late = await deliveries.PurgeAsync(subject, cancellationToken);
        var purged = await database.PurgeAsync(db => PurgeRestAsync(db, subject, late), cancellationToken);

        // A reader that had the installation's row before the commit may have brought its key back into memory.
        keys.Evict(subject.Installation);
        return purged;
    }

    public Task TruncateAsync(CancellationToken cancellationToken) => database.TruncateLogAsync(cancellationToken);

    private static async Task<ErasurePlan> PlanAsync(DbSession db, ErasureSubject subject, TeardownKind kind)
    {
        var bounds = await ErasureBounds.ReadAsync(db, subject);
        if (kind != TeardownKind.Reset)
            return new ErasurePlan(
                await CountAsync(db, ErasableTables.BeforeCertificate, bounds.Arguments(subject)), []);

        // A reset ends a stay by beginning the next: what is the shop's own, such as its reminder, is that one's.
        var args = (bounds with { HasNewer = true, NewerSince = bounds.OwnSince }).Arguments(subject);
        return new ErasurePlan(
            await CountAsync(db, ErasableTables.BeforeCertificate.Select(InReset), args),
            await CountAsync(db, ErasableTables.MovedByReset, args));
    }

    // Of what moves, the ended stay keeps the dead letters and nothing else.
    private static ErasableTable InReset(ErasableTable table) => table.Name switch
    {
        "webhook_inbox" => table with { Count = "erasure/count-dead-letters" },
        "subscription_records" or "app_subscriptions" => table with { Count = "erasure/count-none" },
        _ => table,
    };

    private static async Task<IReadOnlyList<StoreCount>> PurgeRestAsync(DbSession db, ErasureSubject subject, long late)
    {
        // A stay that began after the bounds were read would lose what is the shop's own: none begins under this lock.
        await db.LockShopAsync(subject.Shop);
        var bounds = await ErasureBounds.ReadEndedAsync(db, subject);
        var args = bounds.Arguments(subject);
        var counts = await CountAsync(
            db, ErasableTables.BeforeCertificate.Where(table => table.Eraser != TableEraser.Deliveries), args);
        var own = ErasableTables.All.Where(table => table.Eraser is TableEraser.Statement or TableEraser.Row);
        foreach (var table in own)
            await db.ExecuteAsync(table.Purge!, args);
        return [.. counts, new StoreCount { Store = "webhook_inbox", Count = late }];
    }

    private static async Task<IReadOnlyList<StoreCount>> CountAsync(
        DbSession db, IEnumerable<ErasableTable> tables, object args)
    {
        var counts = new List<StoreCount>();
        foreach (var table in tables)
        {
            counts.Add(new StoreCount
            {
                Store = table.Name,
                Count = await db.FindAsync<long>(table.Count!, args),
            });
        }

        return counts;
    }
}
