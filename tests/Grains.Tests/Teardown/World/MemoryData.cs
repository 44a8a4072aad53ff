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

    public Task<long> PurgeJobsAsync(ErasureSubject subject, CancellationToken cancellationToken) =>
        faults.Around("erasure.jobs", () => (long)Take(subject.Installation, "jobs"));

    public Task<IReadOnlyList<StoreCount>> PurgeBatchAsync(
        ErasureSubject subject, CancellationToken cancellationToken) =>
        faults.Around<IReadOnlyList<StoreCount>>("erasure.batch", () =>
        {
            var store = Array.Find(Big, big => this[subject.Installation, big] > 0);
            if (store is null) return [];
            var count = Math.Min(Batch, this[subject.Installation, store]);
            this[subject.Installation, store] -= count;
            return [new StoreCount { Store = store, Count = count }];
        });

    public Task<IReadOnlyList<StoreCount>> PurgeRestAsync(
        ErasureSubject subject, CancellationToken cancellationToken) =>
        faults.Around("erasure.rest", () =>
        {
            var before = Count(subject);
            foreach (var store in Stores.Where(store => store is not ("webhook_inbox" or "reminders")))
                Take(subject.Installation, store);
            Subscriptions.RemoveAll(row => row.Installation == subject.Installation);
            return before;
        });

    public Task TruncateAsync(CancellationToken cancellationToken) => faults.Around("erasure.truncate", () => { });

    public Task<IReadOnlyList<StoreCount>> CountAsync(ErasureSubject subject, CancellationToken cancellationToken) =>
        faults.Around("residue.count", () => Count(subject));

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

    private IReadOnlyList<StoreCount> Count(ErasureSubject subject) =>
        [.. Stores.Select(store => new StoreCount { Store = store, Count = this[subject.Installation, store] })];
}
