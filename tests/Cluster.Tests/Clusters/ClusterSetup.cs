using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Simulator;

namespace Shopkeeper.Cluster.Tests.Clusters;

/// <summary>What a test changes about its cluster before it starts.</summary>
internal sealed class ClusterSetup
{
    /// <summary>Silos to begin with; more than one needs PostgreSQL.</summary>
    public short Silos { get; set; } = 1;

    /// <summary>The simulator that stands for Shopify.</summary>
    public SimulatorOptions Simulator { get; set; } = new() { Url = "http://127.0.0.1:0", ProductCount = 20 };

    /// <summary>Settings over those of <see cref="ClusterSettings"/>; keys as in appsettings.</summary>
    public Dictionary<string, string?> Settings { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Last changes to each silo's services: handlers, participants, ports decorated or replaced.</summary>
    public Action<IServiceCollection> Services { get; set; } = _ => { };
}
