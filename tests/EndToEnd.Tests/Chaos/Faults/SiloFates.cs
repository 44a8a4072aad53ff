using Shopkeeper.EndToEnd.Tests.Chaos.Places;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Faults;

/// <summary>What befalls silos: they die, hang, are asked to stop, and are parted from each other.</summary>
internal sealed class SiloFates(ChaosCluster cluster, Random random, Tally tally)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<Fate> All =>
    [
        new("silo killed", KillAsync),
        new("silo killed", KillAsync),
        new("all silos killed", KillAllAsync),
        new("silo hung", HangAsync),
        new("silo hung", HangAsync),
        new("silo stopped", StopAsync),
        .. cluster.Network is { } network
            ? (Fate[])
            [
                new("silo parted from the others", () => PartAsync(network, [random.Next(ChaosCluster.Size)])),
                new("silo parted from the others", () => PartAsync(network, [random.Next(ChaosCluster.Size)])),
                new("all silos parted from each other", () => PartAsync(network, [0, 1, 2])),
            ]
            : [],
    ];

    private ChaosSilo Any() => cluster.Silos[random.Next(cluster.Silos.Count)];

    private async Task KillAsync()
    {
        var silo = Any();
        silo.Kill();
        await ForAsync(0, 2_000);
        silo.Release();
    }

    private async Task KillAllAsync()
    {
        foreach (var silo in cluster.Silos) silo.Kill();
        await ForAsync(0, 1_000);
        foreach (var silo in cluster.Silos) silo.Release();
    }

    // Sometimes so short that nobody notices, sometimes so long that the others have buried it when it wakes.
    private async Task HangAsync()
    {
        var silo = Any();
        silo.Service.Process.Pause();
        await ForAsync(500, 9_000);
        silo.Service.Process.Resume();
    }

    private async Task StopAsync()
    {
        var silo = Any();
        await silo.StopAsync();
        silo.Release();
    }

    // Parted from each other, and not from the database: both sides work on, and each takes the other for dead.
    private async Task PartAsync(SiloNetwork network, int[] parted)
    {
        foreach (var silo in parted) await network.PartAsync(silo);
        var (from, to) = (parted[0], (parted[0] + 1) % ChaosCluster.Size);
        if (await network.ReachesAsync(from, to))
            tally.Violations.Enqueue($"Silo {from} reaches silo {to} though it is parted from it.");
        await ForAsync(2_000, 8_000);
        foreach (var silo in parted) await network.JoinAsync(silo);
        if (!await network.ReachesAsync(from, to))
            tally.Violations.Enqueue($"Silo {from} does not reach silo {to} though it is parted no more.");
    }

    private Task ForAsync(int minimum, int maximum) =>
        Pace.SpendAsync(TimeSpan.FromMilliseconds(random.Next(minimum, maximum)));
}
