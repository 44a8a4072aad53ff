using System.Diagnostics.Metrics;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Grains.Webhooks;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>The counters that the classes want; nobody reads them here.</summary>
internal sealed class Meters : IMeterFactory
{
    private static readonly Meters Factory = new();

    public static LifecycleMetrics Lifecycle { get; } = new(Factory);

    public static DeliveryMetrics Deliveries { get; } = new(Factory, []);

    public static TokenMetrics Tokens { get; } = new(Factory);

    public static AccessMetrics Access { get; } = new(Factory);

    public static JobMetrics Jobs { get; } = new(Factory);

    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }
}
