using Shopkeeper.EndToEnd.Tests.Chaos.Faults;
using Shopkeeper.EndToEnd.Tests.Chaos.Load;
using Shopkeeper.EndToEnd.Tests.Chaos.Places;

namespace Shopkeeper.EndToEnd.Tests.Chaos;

/// <summary>
/// Three silos under load while they are killed, hung and parted, the database crashes and freezes, and Shopify fails:
/// after it has settled, everything that was promised has been kept. <c>./chaos</c> runs it for longer, or again with
/// the seed of a run that failed.
/// </summary>
public sealed class ChaosTests
{
    [Fact]
    public async Task Service_when_everything_around_it_fails_keeps_every_promise_once_it_has_settled()
    {
        var (order, tally) = (ChaosOrder.Read(), new Tally());
        try
        {
            await RunAsync(order, tally);
        }
        catch (Exception failure)
        {
            await TellAsync(order, tally, "FAILED");
            throw new InvalidOperationException($"Seed {order.Seed}: {failure.Message}\n{tally}", failure);
        }
        await TellAsync(order, tally, "held");
    }

    private static async Task RunAsync(ChaosOrder order, Tally tally)
    {
        await using var cluster = await ChaosCluster.StartAsync();
        tally.Count(cluster.NetworkTold);
        await cluster.Cluster.WithLogsAsync(async () =>
        {
            var work = new Workload(cluster, order, tally);
            await work.PrepareAsync();
            var neighbours = await Neighbours.ReadAsync(cluster, work.Neighbour);
            await BefallAsync(cluster, order, tally, work);
            foreach (var silo in cluster.Silos)
            {
                tally.Count("silos: started again", silo.Starts);
                foreach (var end in silo.OwnEnds) JudgeOwnEnd(end, tally);
            }

            var aftermath = new Aftermath(cluster, work, tally);
            await aftermath.SettleAsync();
            await neighbours.AssertIntactAsync();
            await aftermath.AssertDeliveriesAsync();
            await aftermath.AssertPromisesAsync();
            await new Remains(cluster, work).AssertNoneAsync();
            Assert.Empty(tally.Violations);
            Assert.True(tally.Sum("fault: ") >= ChaosOrder.FaultsMinimum, "There were fewer faults than ten.");
        });
    }

    // A silo ends by itself when the others have buried it, for which it has to have hung or been parted from them; or
    // when it finds nobody to begin with. Anything else is a crash.
    private static void JudgeOwnEnd(OwnEnd end, Tally tally)
    {
        tally.Count($"silos: ended by themselves, {end.Cause}");
        var couldBeBuried = tally.Sum("fault: silo hung") + tally.Sum("fault: silo parted")
            + tally.Sum("fault: all silos parted") > 0;
        if (end.Cause == OwnEndCause.Other || (end.Cause == OwnEndCause.Buried && !couldBeBuried))
            tally.Violations.Enqueue($"A silo ended by itself, {end.Cause}, with {end.LastWords}");
    }

    private static async Task BefallAsync(ChaosCluster cluster, ChaosOrder order, Tally tally, Workload work)
    {
        using var end = new CancellationTokenSource();
        var working = work.RunAsync(end.Token);
        var befalling = new Fates(cluster, order, tally).RunAsync();
        try
        {
            // Should the load fail, the faults have no purpose any more.
            await await Task.WhenAny(working, befalling);
        }
        finally
        {
            await end.CancelAsync();
            await befalling.ContinueWith(_ => cluster.HealAsync(), TaskScheduler.Default).Unwrap();
        }
        await befalling;
        await working;
    }

    private static async Task TellAsync(ChaosOrder order, Tally tally, string outcome)
    {
        var told = $"chaos: seed {order.Seed}, {order.Duration.TotalSeconds:F0} s: {outcome}; {tally}";
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        if (Environment.GetEnvironmentVariable("CHAOS_REPORT") is { Length: > 0 } report)
            await File.AppendAllTextAsync(report, told + "\n", CancellationToken.None);
    }
}
