using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Cluster.Tests.Jobs;
using Shopkeeper.Cluster.Tests.Tokens;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Access;

/// <summary>Every shop is asked once in a while, and what is found shows.</summary>
public sealed class SweepTests
{
    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task Uninstall_that_nobody_told_is_seen_by_the_round_and_ends_nothing(ClusterDatabase database)
    {
        await using var cluster = await StartAsync(database);
        var missed = await cluster.SettledAsync(JobActs.Shop);
        var neighbour = await cluster.SettledAsync(JobActs.Neighbour);
        await cluster.UninstallAtShopifyAsync(JobActs.Shop);

        await AccessIsAsync(cluster, missed, AccessState.Refused);

        // What was found out is stored before the time of the check is: read too early, that compares with nothing.
        var seen = await Eventually.PollAsync(
            "the check is noted", async () => (await FindAsync(cluster, missed)).AccessCheckedAt, at => at is not null,
            cancellationToken: Cancellation);
        await Eventually.UntilAsync(
            "it is asked again", async () => (await FindAsync(cluster, missed)).AccessCheckedAt > seen,
            cancellationToken: Cancellation);

        var still = await FindAsync(cluster, missed);
        Assert.Equal((AccessState.Refused, (DateTimeOffset?)null), (still.Access, still.EndedAt));
        Assert.Null(await cluster.Get<ITeardownStore>().FindByInstallationAsync(missed.Id, Cancellation));
        Assert.Equal(AccessState.Fine, (await FindAsync(cluster, neighbour)).Access);
        var levels = await cluster.Get<IWorkLevels>().ReadAsync(Cancellation);
        Assert.Equal([new KeyValuePair<AccessState, long>(AccessState.Refused, 1)], levels.DormantBecause);
        var log = await cluster.Get<IApiLogStore>().ListAsync(missed.Id, new PageRequest(null, 50), Cancellation);
        Assert.Contains(log.Items, entry => entry is
        {
            Operation: "currentAppInstallation", Outcome: "unauthorized", Status: 401, Attempts: 1,
        });
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Shop_that_froze_is_seen_by_the_round_and_its_jobs_come_back_with_it(ClusterDatabase database)
    {
        await using var cluster = await StartAsync(database);
        var installation = await cluster.SettledAsync(JobActs.Shop);
        await BecomeAsync(cluster, ShopStatus.Frozen);
        await AccessIsAsync(cluster, installation, AccessState.Frozen);
        var since = (await FindAsync(cluster, installation)).AccessLostAt;

        var job = await cluster.EnqueuedAsync(installation, "catalog-sync");
        var put = await Eventually.GetAsync(
            "the job waits for its shop",
            async () => await cluster.FindAsync(installation, job) is { ErrorCode: not null } view ? view : null,
            cancellationToken: Cancellation);
        Assert.Equal((JobStatus.Queued, "shopify-dormant", 0), (put!.Status, put.ErrorCode, put.Attempts));

        await BecomeAsync(cluster, ShopStatus.Locked);
        await AccessIsAsync(cluster, installation, AccessState.Locked);
        Assert.Equal(since, (await FindAsync(cluster, installation)).AccessLostAt);

        await BecomeAsync(cluster, ShopStatus.Open);
        await AccessIsAsync(cluster, installation, AccessState.Fine);
        var done = await cluster.JobIsAsync(installation, job, JobStatus.Completed);
        Assert.Equal(1, done.Attempts);
        Assert.Null((await FindAsync(cluster, installation)).AccessLostAt);
    }

    // Nothing but the token endpoint is asked for a shop whose token has expired.
    [Theory, MemberData(nameof(Databases))]
    public async Task Shops_that_fell_asleep_with_an_expired_token_are_seen_keep_no_other_waiting_and_come_back(
        ClusterDatabase database)
    {
        await using var cluster = await StartAsync(database, every: "24:00:00");
        var (sleeping, awake) = (
            await Task.WhenAll(Sleeps.Select(status => AsleepAsync(cluster, status))),
            await cluster.SettledAsync(JobActs.Neighbour));

        // As many comparisons as may be open, and it is they that find the shops asleep.
        foreach (var stay in sleeping) await CompareAsync(cluster, stay);
        for (var number = 0; number < sleeping.Length; number++)
            await AccessIsAsync(cluster, sleeping[number], StateOf(Sleeps[number]));
        var before = await ComparedAtAsync(cluster, awake);
        await CompareAsync(cluster, awake);
        await Eventually.UntilAsync(
            "the shop that is awake is compared", async () => await ComparedAtAsync(cluster, awake) > before,
            cancellationToken: Cancellation);

        await Task.WhenAll(sleeping.Select(async stay =>
        {
            var job = await cluster.EnqueuedAsync(stay, "catalog-sync");
            var waiting = await Eventually.PollAsync(
                "the job waits for its shop", () => cluster.FindAsync(stay, job), view => view?.ErrorCode is not null,
                cancellationToken: Cancellation);
            Assert.Equal(("shopify-dormant", 0), (waiting!.ErrorCode, waiting.Attempts));
            await cluster.TokensLiveAsync(stay.Shop, TimeSpan.FromHours(1));
            await BecomeAsync(cluster, ShopStatus.Open, stay);
            await AccessIsAsync(cluster, stay, AccessState.Fine);
            Assert.Equal(1, (await cluster.JobIsAsync(stay, job, JobStatus.Completed)).Attempts);
        }));
    }

    private static readonly ShopStatus[] Sleeps = [ShopStatus.Frozen, ShopStatus.Locked, ShopStatus.Closed];

    private static AccessState StateOf(ShopStatus status) => status switch
    {
        ShopStatus.Frozen => AccessState.Frozen,
        ShopStatus.Locked => AccessState.Locked,
        _ => AccessState.Closed,
    };

    private static async Task<Installation> AsleepAsync(ShopkeeperCluster cluster, ShopStatus status)
    {
        var shop = ShopDomain.Parse($"expired-{status}.myshopify.com".ToLowerInvariant());
        var stay = await cluster.InstalledForAsync(shop, TimeSpan.FromSeconds(2));
        await BecomeAsync(cluster, status, stay);
        await cluster.ExpiredAsync(stay);
        Assert.Equal(AccessState.Fine, (await FindAsync(cluster, stay)).Access);
        return stay;
    }

    private static Task CompareAsync(ShopkeeperCluster cluster, Installation stay) =>
        cluster.Get<ISubscriptionChecks>().MarkAsync(stay.Id, CheckCause.Shedding, TimeSpan.Zero, Cancellation);

    private static async Task<DateTimeOffset?> ComparedAtAsync(ShopkeeperCluster cluster, Installation stay) =>
        (await cluster.Get<ISubscriptionChecks>().FindAsync(stay.Id, Cancellation))!.CheckedAt;

    private static Task<ShopkeeperCluster> StartAsync(ClusterDatabase database, string every = "00:00:01") =>
        ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Access:CheckEvery"] = every;
            setup.Settings["Webhooks:Reconcile:OpenLimit"] = $"{Sleeps.Length}";
            setup.Settings["Access:DormantFirst"] = "00:00:00.200";
            setup.Settings["Access:DormantMaximum"] = "00:00:00.500";
            setup.Settings["Access:TrustFor"] = "00:00:00";
            setup.Settings["Access:RecheckAfter"] = "00:00:00";
            setup.Settings["Access:ChecksPerMinute"] = "10000";

            // The round may refresh a token that is refused. Refused twice, apart, the shop would need a new grant:
            // on a slow machine that came before the assertions, and it is another test's story.
            setup.Settings["Tokens:RefusedApart"] = "01:00:00";
            setup.Settings["Tokens:RefusedRetryAfter"] = "01:00:00";
        });

    private static Task<ShopView> BecomeAsync(
        ShopkeeperCluster cluster, ShopStatus status, Installation? stay = null) =>
        cluster.Simulator.Control.ChangeShopAsync(
            (stay?.Shop ?? JobActs.Shop).Value, new ShopChange { Status = status }, Cancellation);

    private static async Task<Installation> FindAsync(ShopkeeperCluster cluster, Installation installation) =>
        (await cluster.Services.GetRequiredService<IInstallationStore>().FindAsync(installation.Id, Cancellation))!;

    private static Task AccessIsAsync(ShopkeeperCluster cluster, Installation installation, AccessState state) =>
        Eventually.UntilAsync(
            $"access is {state}", async () => (await FindAsync(cluster, installation)).Access == state,
            cancellationToken: Cancellation);
}
