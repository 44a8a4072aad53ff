using Shopkeeper.EndToEnd.Tests.Chaos.Places;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Faults;

/// <summary>What befalls the database, the connections to it, and Shopify.</summary>
internal sealed class WorldFates(ChaosCluster cluster, Random random)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<Fate> All =>
    [
        new("database restarted at once", () => cluster.Database.RestartAsync(CancellationToken.None)),
        new("database restarted at once", () => cluster.Database.RestartAsync(CancellationToken.None)),
        new("all connections terminated", () => cluster.Database.TerminateAsync(null, CancellationToken.None)),
        new("connections of a silo terminated", TerminateAsync),
        new("connections frozen in the database", FreezeAsync),
        new("connections of a silo stalled", StallAsync),
        new("silo parted from the database", CutAsync),
        new("slow Shopify", () => ShopifyAsync(new Fault
        {
            Kind = FaultKind.Latency, Latency = TimeSpan.FromMilliseconds(random.Next(500, 3_000)),
        })),
        new("Shopify answers 5xx", () => ShopifyAsync(new Fault
        {
            Kind = FaultKind.Status, Status = random.Next(2) == 0 ? 500 : 503,
        })),
        new("Shopify's answers are lost", () => ShopifyAsync(new Fault
        {
            Kind = FaultKind.Abort, AfterEffect = true, Times = random.Next(3, 12),
        })),
    ];

    private ChaosSilo Any() => cluster.Silos[random.Next(cluster.Silos.Count)];

    private Task<int> TerminateAsync() =>
        cluster.Database.TerminateAsync(ServiceCluster.NameOf(Any().Index), CancellationToken.None);

    // With whatever locks the frozen hold: others wait for them.
    private async Task FreezeAsync()
    {
        await cluster.Database.FreezeAsync(
            random.Next(2) == 0 ? null : ServiceCluster.NameOf(Any().Index), CancellationToken.None);
        await ForAsync(500, 4_000);
        cluster.Database.Thaw();
    }

    private async Task StallAsync()
    {
        var silo = Any();
        silo.Database.Freeze();
        await ForAsync(1_000, 8_000);
        silo.Database.Thaw();
    }

    private async Task CutAsync()
    {
        var silo = Any();
        silo.Database.Refuse(true);
        await ForAsync(500, 6_000);
        silo.Database.Refuse(false);
    }

    private async Task ShopifyAsync(Fault fault)
    {
        var control = cluster.Cluster.Deployment.Shopify.Control;
        var added = await control.AddFaultAsync(fault, CancellationToken.None);
        await ForAsync(1_500, 5_000);
        await control.RemoveFaultAsync(added.Id!, CancellationToken.None);
    }

    private Task ForAsync(int minimum, int maximum) =>
        Pace.SpendAsync(TimeSpan.FromMilliseconds(random.Next(minimum, maximum)));
}
