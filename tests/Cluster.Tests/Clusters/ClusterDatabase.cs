namespace Shopkeeper.Cluster.Tests.Clusters;

/// <summary>Where a cluster of the tests stores.</summary>
public enum ClusterDatabase
{
    /// <summary>The embedded file: one silo.</summary>
    Sqlite = 1,

    /// <summary>A private server: any number of silos.</summary>
    Postgres = 2,
}
