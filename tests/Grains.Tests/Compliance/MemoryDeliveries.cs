using System.Text;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>The inbox of one shop, in memory.</summary>
internal sealed class MemoryDeliveries : ICustomerDeliveries
{
    public List<StoredDelivery> Rows { get; } = [];

    /// <summary>How often a batch was asked for.</summary>
    public int Listed { get; private set; }

    public int LargestBatch { get; private set; }

    public void Add(string topic, string body, bool dead = false) =>
        Add(Samples.Delivery(topic, body, dead));

    public void Add(string topic, byte[] body) => Add(Samples.Delivery(topic, "") with { Body = body });

    public Task<IReadOnlyList<StoredDelivery>> ListAsync(
        ShopDomain shop, DateTimeOffset until, long after, int limit, CancellationToken cancellationToken)
    {
        Listed++;
        LargestBatch = Math.Max(LargestBatch, limit);
        return Task.FromResult<IReadOnlyList<StoredDelivery>>(
            [.. Rows.Where(row => row.Id > after && row.RecordedAt <= until).Take(limit)]);
    }

    public Task<int> DropAsync(IReadOnlyList<StoredDelivery> deliveries, CancellationToken cancellationToken) =>
        Task.FromResult(Rows.RemoveAll(deliveries.Contains));

    public override string ToString() => string.Join('\n', Rows.Select(row => Encoding.UTF8.GetString(row.Body)));

    private void Add(StoredDelivery delivery) =>
        Rows.Add(delivery with { Id = Rows.Count + 1, RecordedAt = Samples.Now.AddHours(-2) });
}
