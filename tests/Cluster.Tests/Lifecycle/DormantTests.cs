using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Cluster.Tests.Jobs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Cluster.Tests.Lifecycle;

/// <summary>A shop is dormant while Shopify refuses its current grant, and no longer.</summary>
[Collection(nameof(SharedClusters))]
public sealed class DormantTests(SharedClusters clusters)
{
    private static readonly AccessToken Replaced = new("shpat_replaced");

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private ShopDomain Shop { get; } = SharedClusters.NewShop();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task Shop_is_dormant_by_what_shopify_says_of_its_current_token_alone(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var installation = await cluster.SettledAsync(Shop);
        var keeper = cluster.Grains.GetGrain<IGrantKeeper>(installation.Id.Value);
        var token = (await keeper.GetTokenAsync(GrantUse.App, Cancellation)).Token!;

        await keeper.ReportFailedAsync(Replaced, AdminFailureKind.Unauthorized, null, Cancellation);
        Assert.Null(await LostAsync(cluster));
        await keeper.ReportFailedAsync(token, AdminFailureKind.Unauthorized, null, Cancellation);
        Assert.NotNull(await LostAsync(cluster));
        Assert.Equal(AccessState.Refused, (await cluster.CurrentAsync(Shop))!.Access);
        await keeper.ReportAcceptedAsync(Replaced, Cancellation);
        Assert.NotNull(await LostAsync(cluster));
        await keeper.ReportAcceptedAsync(token, Cancellation);
        Assert.Null(await LostAsync(cluster));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Shop_when_a_call_succeeds_is_dormant_no_more(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var installation = await cluster.SettledAsync(Shop);
        await cluster.Get<IInstallationStore>()
            .SetAccessAsync(installation.Id, AccessState.Refused, installation.StartedAt, Cancellation);

        var job = await cluster.EnqueuedAsync(installation, "catalog-sync");

        await cluster.JobIsAsync(installation, job, JobStatus.Completed);
        Assert.Null(await LostAsync(cluster));
    }

    private async Task<DateTimeOffset?> LostAsync(ShopkeeperCluster cluster) =>
        (await cluster.CurrentAsync(Shop))!.AccessLostAt;
}
