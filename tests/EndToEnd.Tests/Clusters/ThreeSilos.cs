using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Clusters;

/// <summary>
/// Three processes, started at the same time on an empty database and without keys, for tests that may kill one of them
/// and start it again. Leases, looks and waits are the defaults, so that what is measured is what the service does as
/// shipped.
/// </summary>
[CollectionDefinition(Name)]
public sealed class ThreeSilos : IAsyncLifetime, ICollectionFixture<ThreeSilos>
{
    /// <summary>The name of the collection of tests that share them.</summary>
    public const string Name = "three silos";

    private static readonly Dictionary<string, string?> Shipped = new()
    {
        ["Polling:Period"] = null,
        ["Polling:FailurePause"] = null,
        ["Jobs:Lease"] = null,
        ["Jobs:RenewEvery"] = null,
        ["Jobs:BackoffFirst"] = null,
        ["Teardown:RetryFirst"] = null,
        ["Teardown:RetryMaximum"] = null,
        ["Teardown:ShopifyRetryFirst"] = null,
        ["Teardown:ShopifyRetryMaximum"] = null,
        ["Cluster:StopGrace"] = null,
    };

    /// <summary>The cluster.</summary>
    public ServiceCluster Cluster { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Cluster = await ServiceCluster.StartAsync(3, Shipped);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
