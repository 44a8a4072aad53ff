using System.ComponentModel.DataAnnotations;

namespace Shopkeeper.Silo.Hosting;

/// <summary>How silos find each other: section <c>Cluster</c>.</summary>
public sealed class ClusterSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cluster";

    /// <summary>The address that other silos reach this one at. Default 127.0.0.1: one machine.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port for other silos; 0 takes a free one. Default 0.</summary>
    [Range(0, 65535)]
    public int SiloPort { get; set; }

    /// <summary>The port for clients of the cluster; 0 takes a free one. Default 0.</summary>
    [Range(0, 65535)]
    public int GatewayPort { get; set; }

    /// <summary>Names this deployment: silos of one id form a cluster. Default <c>shopkeeper</c>.</summary>
    public string ClusterId { get; set; } = "shopkeeper";
}
