using System.Diagnostics.Metrics;

namespace Shopkeeper.Grains.Caching;

/// <summary>Counts what the cache does, for all installations together.</summary>
internal sealed class CacheMetrics
{
    private readonly Counter<long> _reads;
    private readonly Counter<long> _writes;

    public CacheMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create("Shopkeeper");
        _reads = meter.CreateCounter<long>(
            "shopkeeper.cache.reads",
            unit: "{read}",
            description: "Reads of the cache: memory, shared, miss, or unavailable when the shared level is down.");
        _writes = meter.CreateCounter<long>(
            "shopkeeper.cache.writes",
            unit: "{write}",
            description: "Writes of the cache: stored, too-long, or unavailable when the shared level is down.");
    }

    public void CountRead(string outcome) => _reads.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void CountWrite(string outcome) => _writes.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
