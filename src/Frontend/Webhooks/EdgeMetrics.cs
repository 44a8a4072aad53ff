using System.Diagnostics.Metrics;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>Counts what arrives at the edge. No tag ever names a shop.</summary>
internal sealed class EdgeMetrics
{
    private readonly Counter<long> _received;

    public EdgeMetrics(IMeterFactory meters) =>
        _received = meters.Create("Shopkeeper.Frontend").CreateCounter<long>(
            "shopkeeper.deliveries.received", description: "Deliveries by what the edge answered.");

    public void Received(string outcome) => _received.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
