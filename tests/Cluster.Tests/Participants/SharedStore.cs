using System.Collections.Concurrent;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Cluster.Tests.Participants;

/// <summary>A store that knows shops and no stays, and can be down.</summary>
internal sealed class SharedStore : IErasureParticipant
{
    public const string StoreName = "mailing-list";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<int>> _generations = new();

    public bool IsDown { get; set; }

    /// <summary>Generations in the order in which they were asked to erase.</summary>
    public ConcurrentQueue<int> Erased { get; } = new();

    public string Name => StoreName;

    public KeyedBy KeyedBy => KeyedBy.Shop;

    /// <summary>Generations that wrote to the store, as far as it holds them.</summary>
    public IEnumerable<int> Held(string shop) => _generations.GetValueOrDefault(shop) ?? [];

    public void Write(string shop, int generation) =>
        _generations.GetOrAdd(shop, _ => new ConcurrentQueue<int>()).Enqueue(generation);

    public Task<IReadOnlyList<StoreCount>> PlanAsync(ParticipantContext context, CancellationToken cancellationToken)
    {
        if (IsDown) throw new InvalidOperationException("The store is down.");
        return Task.FromResult<IReadOnlyList<StoreCount>>([Count(context)]);
    }

    public Task<IReadOnlyList<StoreCount>> EraseAsync(ParticipantContext context, CancellationToken cancellationToken)
    {
        if (IsDown) throw new InvalidOperationException("The store is down.");
        IReadOnlyList<StoreCount> erased = [Count(context)];
        Erased.Enqueue(context.Generation);
        _generations.TryRemove(context.Shop.Value, out _);
        return Task.FromResult(erased);
    }

    public Task<long> CountRemainingAsync(ParticipantContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Count(context).Count);

    private StoreCount Count(ParticipantContext context) =>
        new() { Store = "members", Count = Held(context.Shop.Value).Count() };
}
