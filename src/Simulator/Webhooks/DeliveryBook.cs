using System.Collections.Concurrent;
using System.Globalization;

namespace Shopkeeper.Simulator.Webhooks;

/// <summary>All deliveries, oldest first. The newest are kept, up to a limit.</summary>
internal sealed class DeliveryBook
{
    private const int Limit = 20_000;

    private readonly ConcurrentDictionary<string, Delivery> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Delivery> _inOrder = new();
    private long _last;

    public string NextId() => "d" + Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);

    public void Add(Delivery delivery)
    {
        _byId[delivery.Id] = delivery;
        _inOrder.Enqueue(delivery);
        while (_inOrder.Count > Limit && _inOrder.TryDequeue(out var oldest)) _byId.TryRemove(oldest.Id, out _);
    }

    public Delivery? Find(string id) => _byId.GetValueOrDefault(id);

    public IReadOnlyList<Delivery> List(string? shop, string? topic) =>
    [
        .. _inOrder.Where(delivery =>
            (shop is null || delivery.Shop.Domain == shop) && (topic is null || delivery.Topic == topic)),
    ];

    public void Clear()
    {
        _inOrder.Clear();
        _byId.Clear();
    }
}
