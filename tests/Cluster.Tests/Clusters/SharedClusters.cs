using System.Globalization;
using Shopkeeper.Shopify;

namespace Shopkeeper.Cluster.Tests.Clusters;

/// <summary>
/// One cluster on each database for tests that change nothing about it and count nothing of the whole: starting it is
/// most of their work. They run one after another, each with shops of its own, and find a simulator without faults.
/// </summary>
[CollectionDefinition(nameof(SharedClusters))]
public sealed class SharedClusters : ICollectionFixture<SharedClusters>, IAsyncDisposable
{
    private static int _shops;
    private readonly Dictionary<ClusterDatabase, ShopkeeperCluster> _clusters = [];
    private int _lent;

    /// <summary>A shop that no other test knows.</summary>
    public static ShopDomain NewShop(string name = "blue-widgets") => ShopDomain.Parse(string.Create(
        CultureInfo.InvariantCulture, $"{name}-{Interlocked.Increment(ref _shops)}.myshopify.com"));

    /// <summary>The cluster on a database, for one test, which does not dispose of it.</summary>
    internal async Task<ShopkeeperCluster> BorrowAsync(ClusterDatabase database)
    {
        if (!_clusters.TryGetValue(database, out var cluster))
            _clusters[database] = cluster = await ShopkeeperCluster.StartAsync(database, Configure);
        await cluster.LendAsync(++_lent, TestContext.Current.CancellationToken);
        return cluster;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in _clusters.Values) await cluster.DisposeAsync();
    }

    // The ends of many tests come together here, and none of these tests is about how many there may be.
    private static void Configure(ClusterSetup setup) => setup.Settings["Teardown:EndLimit:Minimum"] = "1000";
}
