using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Cluster.Tests.Jobs;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Catalogue;

[Collection(nameof(SharedClusters))]
public sealed class CatalogSyncClusterTests(SharedClusters clusters)
{
    private const string Kind = "catalog-sync";

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private ShopDomain Shop { get; } = SharedClusters.NewShop();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task CatalogSync_when_started_from_a_session_stores_all_products_and_logs_its_calls(
        ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var installation = await cluster.SettledAsync(Shop);

        var reply = await cluster.OrderAsync(installation, Kind, """{"pageSize":6}""", fromSession: true);
        Assert.Equal(EnqueueOutcome.Enqueued, reply.Outcome);

        var view = await cluster.JobIsAsync(installation, reply.Job!.Id, JobStatus.Completed);
        Assert.Equal((20, 20L), (view.Done, view.Total));
        Assert.Equal(20, await CountAsync(cluster, installation));
        var log = await cluster.Get<IApiLogStore>()
            .ListAsync(installation.Id, new PageRequest(null, 50), Cancellation);
        Assert.Equal(4, log.Items.Count(entry => entry is { Operation: "products", Outcome: "ok", Status: 200 }));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task CatalogSync_when_cancelled_half_way_stops_there_and_keeps_what_it_has(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var installation = await cluster.SettledAsync(Shop);
        await HangAfterAsync(cluster, pages: 2);
        var job = await cluster.EnqueuedAsync(installation, Kind, """{"pageSize":5}""");
        await Eventually.UntilAsync(
            "two pages are stored", async () => await CountAsync(cluster, installation) == 10,
            cancellationToken: Cancellation);

        await cluster.Queue(installation).CancelAsync(job, Cancellation);

        var view = await cluster.JobIsAsync(installation, job, JobStatus.Cancelled);
        Assert.Equal((10, 1), (view.Done, view.Attempts));
        Assert.Equal(10, await CountAsync(cluster, installation));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task CatalogSync_when_the_installation_ends_half_way_leaves_nothing(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var installation = await cluster.SettledAsync(Shop);
        await HangAfterAsync(cluster, pages: 1);
        await cluster.EnqueuedAsync(installation, Kind, """{"pageSize":5}""");
        await Eventually.UntilAsync(
            "a page is stored", async () => await CountAsync(cluster, installation) == 5,
            cancellationToken: Cancellation);

        await cluster.EndByOperatorAsync(Shop);

        await cluster.CertifiedAsync(installation);
        Assert.Equal(0, await CountAsync(cluster, installation));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task CatalogSync_when_Shopify_throttles_and_fails_for_a_while_gets_there(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Settings["Jobs:ThrottlePause"] = "00:00:00.010");
        var installation = await cluster.SettledAsync(Shop);
        await FaultAsync(cluster, new Fault { Operation = "products", Kind = FaultKind.Html, Status = 502, Times = 6 });
        await FaultAsync(cluster, new Fault { Operation = "products", Kind = FaultKind.Throttled, Times = 2 });

        var job = await cluster.EnqueuedAsync(installation, Kind, """{"pageSize":10}""");

        await cluster.JobIsAsync(installation, job, JobStatus.Completed);
        Assert.Equal(20, await CountAsync(cluster, installation));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task CatalogSync_when_the_token_is_dead_waits_for_its_shop_and_ends_nothing(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var installation = await cluster.SettledAsync(Shop);
        await cluster.UninstallAtShopifyAsync(Shop);

        var job = await cluster.EnqueuedAsync(installation, Kind);

        var view = await Eventually.GetAsync(
            "the job is put off",
            async () => await cluster.FindAsync(installation, job) is { ErrorCode: not null } put ? put : null,
            cancellationToken: Cancellation);
        Assert.Equal(
            (JobStatus.Queued, "shopify-unauthorized", 0), (view!.Status, view.ErrorCode, view.Attempts));
        var current = await cluster.CurrentAsync(Shop);
        Assert.Equal(installation.Id, current!.Id);
        Assert.Equal(AccessState.Refused, current.Access);
    }

    private static Task<long> CountAsync(ShopkeeperCluster cluster, Installation installation) =>
        cluster.Get<ICatalogueStore>().CountAsync(installation.Id, Cancellation);

    private static Task<Fault> HangAfterAsync(ShopkeeperCluster cluster, int pages) =>
        FaultAsync(cluster, new Fault { Operation = "products", Kind = FaultKind.Hang, Skip = pages });

    private static Task<Fault> FaultAsync(ShopkeeperCluster cluster, Fault fault) =>
        cluster.Simulator.Control.AddFaultAsync(fault, Cancellation);
}
