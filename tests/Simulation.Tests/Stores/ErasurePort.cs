using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Simulation.Tests.Jobs;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A process's way to erase; the twin of <c>erasure.sql</c>, with small batches.</summary>
internal sealed class ErasurePort(SimulatedProcess process, Effects effects, SimulatedDatabase db, JobTable jobs)
    : IErasure
{
    private const int BatchRows = 8;

    public Task<ErasurePlan> PlanAsync(
        ErasureSubject subject, TeardownKind kind, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<long> PurgeDeliveriesAsync(ErasureSubject subject, CancellationToken cancellationToken) =>
        effects.Do(process, "erasure.deliveries", () => PurgeDeliveries(subject));

    public Task<PurgedBatch> PurgeJobsAsync(
        ErasureSubject subject, string? after, CancellationToken cancellationToken) =>
        effects.Do(process, "erasure.jobs", () =>
        {
            RequireEnded(subject);
            var count = jobs.Purge(subject.Installation);
            return new PurgedBatch(count == 0 ? [] : [new StoreCount { Store = "jobs", Count = count }], "jobs");
        });

    public Task<PurgedBatch> PurgeBatchAsync(
        ErasureSubject subject, string? after, CancellationToken cancellationToken) =>
        effects.Do(process, "erasure.batch", () =>
        {
            RequireEnded(subject);
            var rows = db.RowsOf(subject.Installation);
            var batch = Math.Min(BatchRows, rows.Count);
            if (batch == 0) return new PurgedBatch([], after);
            var counts = rows.Take(batch).GroupBy(row => row.Table)
                .Select(table => new StoreCount { Store = table.Key, Count = table.Count() }).ToList();
            rows.RemoveRange(0, batch);
            return new PurgedBatch(counts, "rows");
        });

    public async Task<IReadOnlyList<StoreCount>> PurgeRestAsync(
        ErasureSubject subject, CancellationToken cancellationToken)
    {
        var late = await PurgeDeliveriesAsync(subject, cancellationToken);
        return await effects.Do<IReadOnlyList<StoreCount>>(process, "erasure.rest", () => PurgeRest(subject, late));
    }

    public Task TruncateAsync(CancellationToken cancellationToken) =>
        effects.Do(process, "erasure.truncate", () => { });

    private long PurgeDeliveries(ErasureSubject subject)
    {
        RequireEnded(subject);
        var newerSince = NewerSince(subject);
        return db.Inbox.RemoveAll(row =>
        {
            var isOwn = row.Delivery.Installation == subject.Installation
                || (row.Delivery.Installation is null && row.Delivery.Shop == subject.Shop
                    && (newerSince is null || row.Delivery.RecordedAt < newerSince)
                    && (row.Lane != 0 || row.DeadAt is not null));
            if (isOwn) db.Verdicts[row.WebhookId] = Verdict.Purged;
            return isOwn;
        });
    }

    private List<StoreCount> PurgeRest(ErasureSubject subject, long late)
    {
        RequireEnded(subject);
        var (installation, shop, hasNewer) = (subject.Installation, subject.Shop, Newer(subject).Any());
        var erased = new List<StoreCount>
        {
            new() { Store = "webhook_inbox", Count = late },
            new() { Store = "installations", Count = db.Installations.ContainsKey(installation) ? 1 : 0 },
            new() { Store = "subscription_records", Count = db.SubscriptionsOf(installation).Count },
        };
        foreach (var key in db.Reminders.Values
            .Where(row => (row.Key == shop.Value && !hasNewer)
                || (row.Key == GrainKeys.Of(installation)
                    && !row.GrainId.StartsWith("teardown/", StringComparison.Ordinal)))
            .Select(row => (row.GrainId, row.Name)).ToList())
            db.Reminders.Remove(key);
        RemoveLeases(db.Permits, lease => lease.Installation == installation);
        RemoveLeases(db.Intents, lease => lease.Shop == shop);
        Cascade(installation);
        return erased;
    }

    private void Cascade(InstallationId installation)
    {
        db.Installations.Remove(installation);
        db.Rows.Remove(installation);
        db.Subscriptions.Remove(installation);
        jobs.Purge(installation);
        foreach (var key in db.States.Where(row => row.Value.Installation == installation)
            .Select(row => row.Key).ToList())
            db.States.Remove(key);
        foreach (var key in db.SeenResources.Keys.Where(key => key.Item1 == installation).ToList())
            db.SeenResources.Remove(key);
    }

    private void RemoveLeases(Dictionary<Guid, LeaseRow> leases, Func<LeaseRow, bool> belongs)
    {
        foreach (var lease in leases.Where(lease => belongs(lease.Value) && lease.Value.ExpiresAt <= db.Now).ToList())
            leases.Remove(lease.Key);
    }

    private void RequireEnded(ErasureSubject subject)
    {
        if (db.Installations.GetValueOrDefault(subject.Installation) is { IsCurrent: true })
            throw new InvalidOperationException($"{subject.Installation} has not ended: nothing of it is erased.");
    }

    private IEnumerable<InstallationRow> Newer(ErasureSubject subject)
    {
        var own = db.Installations.GetValueOrDefault(subject.Installation)?.Value.Generation
            ?? db.Teardowns.GetValueOrDefault(subject.Installation)?.Record.Generation
            ?? 0;
        return db.Installations.Values.Where(row => row.Value.Shop == subject.Shop
            && row.Value.Id != subject.Installation && row.Value.Generation > own);
    }

    private DateTimeOffset? NewerSince(ErasureSubject subject) => Newer(subject)
        .Select(row => (DateTimeOffset?)(row.Value.DeliveriesSince ?? row.Value.StartedAt)).Min();
}
