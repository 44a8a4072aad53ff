using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Cluster.Tests.Jobs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.RateBudget;

/// <summary>430: Shopify holds a shop's calls to be malicious.</summary>
[Collection(nameof(SharedClusters))]
public sealed class RejectedShopTests(SharedClusters clusters)
{
    private ShopDomain Shop { get; } = SharedClusters.NewShop();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shop_whose_calls_Shopify_holds_to_be_malicious_is_left_in_peace_and_can_still_be_torn_down()
    {
        var cluster = await clusters.BorrowAsync(ClusterDatabase.Sqlite);
        var installation = await cluster.SettledAsync(Shop);
        var rejects = await cluster.Simulator.Control.AddFaultAsync(
            new Fault { Shop = Shop.Value, Operation = "products", Kind = FaultKind.Status, Status = 430 },
            Cancellation);
        Assert.True((await ReadAsync(cluster, installation))!.SpendsAttempt);
        await Eventually.UntilAsync(
            "the shop's calls are held back",
            async () => await ReadAsync(cluster, installation) is { SpendsAttempt: false },
            cancellationToken: Cancellation);
        var made = await CountAsync(cluster);
        await cluster.Simulator.Control.RemoveFaultAsync(rejects.Id!, Cancellation);

        var held = await ReadAsync(cluster, installation);

        Assert.Equal("shopify-rejected", held!.Code);
        Assert.InRange(held.RetryAfter!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        Assert.Equal(made, await CountAsync(cluster));
        await cluster.EndByOperatorAsync(Shop);
        await cluster.CertifiedAsync(installation);
        Assert.NotEmpty(await cluster.Simulator.Control.ListCallsAsync(Shop.Value, "appUninstall", Cancellation));
    }

    private async Task<int> CountAsync(ShopkeeperCluster cluster) =>
        (await cluster.Simulator.Control.ListCallsAsync(Shop.Value, "products", Cancellation)).Count;

    private static async Task<JobFailedException?> ReadAsync(ShopkeeperCluster cluster, Installation installation)
    {
        try
        {
            await cluster.Get<InstallationAdmin>().CallAsync<ProductPage>(
                installation, (client, access, token) => client.ReadProductsAsync(access, null, 10, token),
                Cancellation);
            return null;
        }
        catch (JobFailedException failure)
        {
            return failure;
        }
    }
}
