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

    private const int Size = 3;

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

    /// <summary>The cluster; its first three processes are the silos.</summary>
    public ServiceCluster Cluster { get; private set; } = null!;

    /// <summary>
    /// Runs a test; whichever silo an earlier one left ended is started first, so that none is started for nobody.
    /// </summary>
    public async Task RunAsync(Func<Task> test)
    {
        foreach (var gone in Cluster.Processes.Take(Size).Where(process => process.Process.HasExited))
            await gone.StartAsync();
        Cluster.TurnTo(Cluster.Processes[0]);
        await Cluster.WithLogsAsync(test);
    }

    /// <summary>Adds a front end of its own before them.</summary>
    public Task<ShopkeeperProcess> AddFrontEndAsync() => Cluster.AddAsync(
        new Dictionary<string, string?>(Shipped) { ["Cluster:Role"] = "front-end" });

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Cluster = await ServiceCluster.StartAsync(Size, Shipped);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
