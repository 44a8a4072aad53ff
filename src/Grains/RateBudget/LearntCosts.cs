using System.Collections.Concurrent;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.RateBudget;

/// <summary>
/// What Shopify reserved for an operation the last time: the same for every shop, so that the second call anywhere is
/// held to cost what it does. Keyed by operation and first guess; both are few.
/// </summary>
internal sealed class LearntCosts
{
    private readonly ConcurrentDictionary<(string Operation, double Points), double> _costs = new();

    /// <summary>What the operation is held to cost now.</summary>
    public double Of(string operation, double points) => _costs.GetValueOrDefault((operation, points), points);

    /// <summary>Learns from an answer.</summary>
    public void Learn(AdminCallRecord record, double points)
    {
        if (record.Cost?.Requested is > 0 and { } requested) _costs[(record.Operation, points)] = requested;
    }
}
