using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>Rows by store and installation, erased and counted as the database does it.</summary>
internal sealed class MemoryData(Faults faults) : IErasure, IResidue, IWebhookSubscriptionStore
{
    private const int Batch = 2;
    private static readonly string[] Big = ["api_logs", "sessions"];

    private static readonly string[] Stores =
    [
        "grain_state", "reminders", "jobs", "webhook_inbox", "webhook_subscriptions", "api_logs", "sessions",
        "installations",
    ];

    private readonly Dictionary<(InstallationId, string), int> _rows = [];

    public List<(InstallationId Installation, WebhookSubscriptionRecord Record)> Subscriptions { get; } = [];

    /// <summary>Counted with the rows, and purged once they have run out.</summary>
    public MemoryPermits? Permits { get; set; }

    /// <summary>Where each batch began and where it ended, with the first of the stores that were asked for.</summary>
    public List<(string Of, string? After, string? Place)> Batches { get; } = [];

    public int this[InstallationId installation, string store]
    {
        get => store == "webhook_subscriptions"
            ? Subscriptions.Count(row => row.Installation == installation)
            : _rows.GetValueOrDefault((installation, store));
        set => _rows[(installation, store)] = value;
    }

    public int Total(InstallationId installation) => Stores.Sum(store => this[installation, store]);

    public int Take(InstallationId installation, string store)
    {
        var count = this[installation, store];
        _rows[(installation, store)] = 0;
        return count;
    }

    public Task<ErasurePlan> PlanAsync(
        ErasureSubject subject, TeardownKind kind, CancellationToken cancellationToken) =>
        faults.Around("erasure.plan", () => new ErasurePlan(Count(subject), []));

    public Task<long> PurgeDeliveriesAsync(ErasureSubject subject, CancellationToken cancellationToken) =>
        faults.Around("erasure.deliveries", () => (long)Take(subject.Installation, "webhook_inbox"));

    public Task<PurgedBatch> PurgeJobsAsync(
        ErasureSubject subject, string? after, CancellationToken cancellationToken) =>
        faults.Around("erasure.jobs", () => PurgeNext(subject, ["jobs"], after));

    public Task<PurgedBatch> PurgeBatchAsync(
        ErasureSubject subject, string? after, CancellationToken cancellationToken) =>
        faults.Around("erasure.batch", () => PurgeNext(subject, Big, after));

    public Task<IReadOnlyList<StoreCount>> PurgeRestAsync(
        ErasureSubject subject, CancellationToken cancellationToken) =>
        faults.Around("erasure.rest", () =>
        {
            var before = Count(subject);
            foreach (var store in Stores.Where(store => store is not ("webhook_inbox" or "reminders")))
                Take(subject.Installation, store);
            Subscriptions.RemoveAll(row => row.Installation == subject.Installation);
            Permits?.DropExpired();
            return before;
        });

    public Task TruncateAsync(CancellationToken cancellationToken) => faults.Around("erasure.truncate", () => { });

    public Task<IReadOnlyList<StoreCount>> CountAsync(ErasureSubject subject, CancellationToken cancellationToken) =>
        faults.Around<IReadOnlyList<StoreCount>>("residue.count", () =>
            [.. Count(subject), new StoreCount { Store = "permits", Count = Permits?.Rows ?? 0 }]);

    public Task<IReadOnlyList<WebhookSubscriptionRecord>> ListAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        faults.Around<IReadOnlyList<WebhookSubscriptionRecord>>("subscriptions.list", () =>
            [.. Subscriptions.Where(row => row.Installation == installation).Select(row => row.Record)]);

    public Task RemoveAsync(InstallationId installation, string name, CancellationToken cancellationToken) =>
        faults.Around("subscriptions.remove", () =>
        {
            Subscriptions.RemoveAll(row => row.Installation == installation && row.Record.Name == name);
        });

    public Task SaveAsync(
        InstallationId installation,
        IReadOnlyCollection<WebhookSubscriptionRecord> records,
        CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    // As in the database, a store before the place is not looked at again.
    private PurgedBatch PurgeNext(ErasureSubject subject, string[] stores, string? after)
    {
        var store = stores.SkipWhile(one => after?.StartsWith($"{one}:", StringComparison.Ordinal) is false)
            .FirstOrDefault(one => this[subject.Installation, one] > 0);
        var batch = new PurgedBatch([], after);
        if (store is not null)
        {
            var count = Math.Min(Batch, this[subject.Installation, store]);
            this[subject.Installation, store] -= count;
            batch = new PurgedBatch(
                [new StoreCount { Store = store, Count = count }], $"{store}:{Batches.Count}");
        }

        Batches.Add((stores[0], after, batch.Place));
        return batch;
    }

    private IReadOnlyList<StoreCount> Count(ErasureSubject subject) =>
        [.. Stores.Select(store => new StoreCount { Store = store, Count = this[subject.Installation, store] })];
}
