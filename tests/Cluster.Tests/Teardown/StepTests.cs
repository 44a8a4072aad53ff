using System.Collections.Concurrent;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Teardown;

/// <summary>Each step by itself, on planted data: counted, run, counted again, run again.</summary>
public sealed class StepTests
{
    // The others have nothing to count here: no participant inside the shop, and what verifies removes nothing.
    private static readonly string[] Counting =
    [
        StepNames.ClearShopGrain, StepNames.StopJobs, StepNames.CloseWebhooks, StepNames.RevokeAccess,
        StepNames.EraseParticipants, StepNames.ClearCaches, StepNames.PurgeData, StepNames.Certify,
    ];

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Every_step_counts_what_is_planted_and_leaves_zero_and_may_run_again(ClusterDatabase database)
    {
        var seen = new ConcurrentDictionary<string, Seen>();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            Life.Add(setup);
            setup.AroundSteps((step, context, run) => WatchAsync(seen, step, context, run));
        });
        var installation = await cluster.LiveAsync("blue-widgets");

        // The fence alone, as before a crash: the shop's actor was not cleared with it.
        await cluster.Get<IInstallationStore>().FenceAsync(
            new Fence
            {
                Installation = installation.Id,
                TeardownId = Guid.CreateVersion7(installation.StartedAt),
                Cause = EndCause.Operator,
                Evidence = ["operator"],
            },
            TestContext.Current.CancellationToken);
        await cluster.CertifiedAsync(installation);
        // The certificate is there while its step is still watched.
        await Eventually.UntilAsync(
            "the last step was watched to its end",
            () => seen.TryGetValue(StepNames.Certify, out var last) && last.AfterAgain >= 0,
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([.. TeardownPlan.Order.Order()], seen.Keys.Order());
        foreach (var name in Counting) Assert.True(seen[name].Before > 0, $"{name} counted {seen[name]}");
        Assert.All(
            seen, step => Assert.True(step.Value is { After: 0, AfterAgain: 0 }, $"{step.Key} counted {step.Value}"));
        Assert.All(seen, step => Assert.True(step.Value.RanAgain, $"{step.Key} ended as {step.Value}"));
    }

    private static async Task<StepOutcome> WatchAsync(
        ConcurrentDictionary<string, Seen> seen, ITeardownStep step, StepContext context, Func<Task<StepOutcome>> run)
    {
        var before = await CountAsync(step, context);
        var known = seen.GetOrAdd(step.Name, new Seen { Before = before });
        var outcome = await run();
        if (outcome is not StepOutcome.Done) return outcome;
        var after = await CountAsync(step, context);
        var again = await run();
        seen[step.Name] = known with
        {
            After = after,
            RanAgain = again is StepOutcome.Done,
            AfterAgain = await CountAsync(step, context),
        };
        return outcome;
    }

    private static async Task<long> CountAsync(ITeardownStep step, StepContext context) =>
        StoreCounts.Total(await step.CountRemainingAsync(context, TestContext.Current.CancellationToken));

    private sealed record Seen
    {
        public long Before { get; init; }

        public long After { get; init; } = -1;

        public bool RanAgain { get; init; }

        public long AfterAgain { get; init; } = -1;
    }
}
