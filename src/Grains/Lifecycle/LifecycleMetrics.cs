using System.Diagnostics.Metrics;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>Counts what an operator should be alarmed by.</summary>
internal sealed class LifecycleMetrics
{
    private readonly Counter<long> _heldBack;

    /// <summary>Makes the counters.</summary>
    public LifecycleMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create("Shopkeeper");
        _heldBack = meter.CreateCounter<long>(
            "shopkeeper.ends.held_back",
            unit: "{end}",
            description: "Ends that nobody attests and that the hourly limit held back.");
    }

    /// <summary>The limit held an end back.</summary>
    public void CountHeldBackEnd() => _heldBack.Add(1);
}
