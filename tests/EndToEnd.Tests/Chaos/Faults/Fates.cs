using System.Diagnostics;
using Shopkeeper.EndToEnd.Tests.Chaos.Places;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Faults;

/// <summary>
/// Has fates befall the service by the run's seed, two at a time: one that befalls silos, and one that befalls what is
/// around them. Each kind comes once before any comes twice.
/// </summary>
internal sealed class Fates(ChaosCluster cluster, ChaosOrder order, Tally tally)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Goes on for as long as ordered, and until there were ten of them.</summary>
    public async Task RunAsync()
    {
        var (forSilos, forWorld) = (order.RandomFor(1), order.RandomFor(2));
        await Task.WhenAll(
            BefallAsync(new SiloFates(cluster, forSilos, tally).All, forSilos, waits: true),
            BefallAsync(new WorldFates(cluster, forWorld).All, forWorld, waits: false));
    }

    private async Task BefallAsync(IReadOnlyList<Fate> fates, Random random, bool waits)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            foreach (var fate in Shuffled(fates, random))
            {
                if (IsOver(watch.Elapsed)) return;
                await fate.BefallAsync();
                tally.Count($"fault: {fate.Name}");
                await Pace.SpendAsync(TimeSpan.FromMilliseconds(random.Next(300, 1_500)));
                if (waits && random.Next(3) > 0) await UntilServedAsync();
            }
        }
    }

    // Mostly the service has come back before silos are struck again: one that never does has nothing to lose. Should
    // it take long, the next fault comes all the same.
    private async Task UntilServedAsync()
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience)
        {
            var ready = await Task.WhenAll(cluster.Silos.Select(silo => silo.IsReadyAsync()));
            if (ready.All(one => one)) return;
            await Pace.SpendAsync(Look);
        }
        tally.Count("silos: not all back before the next fault");
    }

    private bool IsOver(TimeSpan elapsed) =>
        elapsed >= order.Duration
        && (tally.Sum("fault: ") >= ChaosOrder.FaultsMinimum || elapsed >= order.Duration + Longest);

    private static Fate[] Shuffled(IReadOnlyList<Fate> fates, Random random)
    {
        Fate[] all = [.. fates];
        random.Shuffle(all);
        return all;
    }
}
