namespace Shopkeeper.Silo.Hosting;

/// <summary>What a process does and how silos find each other: section <c>Cluster</c>.</summary>
public sealed class ClusterSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cluster";

    /// <summary><c>all</c> (the default), <c>silo</c> or <c>front-end</c>: see <see cref="ServiceRole"/>.</summary>
    public string Role { get; set; } = "all";

    /// <summary>
    /// The address that other processes reach this silo at: an IP address, a host name, a network interface
    /// (<c>eth0</c>), or <c>auto</c>, which is this machine's own address beside loopback. Default 127.0.0.1: one
    /// machine.
    /// </summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>
    /// The address that this silo binds, where it is not <see cref="Address"/>: an IP address of this machine, or
    /// <c>*</c> for all of them. Default: <see cref="Address"/>.
    /// </summary>
    public string? ListenAddress { get; set; }

    /// <summary>The port for other silos; 0 takes a free one. Default 0.</summary>
    public int SiloPort { get; set; }

    /// <summary>The port for front ends; 0 takes a free one. Default 0.</summary>
    public int GatewayPort { get; set; }

    /// <summary>
    /// Names this deployment: silos of one id and one database form a cluster. 1 to 100 characters. Default
    /// <c>shopkeeper</c>.
    /// </summary>
    public string ClusterId { get; set; } = "shopkeeper";

    /// <summary>
    /// How long a stopping process goes on answering while <c>/health/ready</c> says 503 already, so that balancers
    /// turn away first. Default 2 s, and none in Development; 0 to 20 s.
    /// </summary>
    public TimeSpan? StopGrace { get; set; }

    /// <summary>The role as a value; null when it is none.</summary>
    public ServiceRole? FindRole() => Role switch
    {
        "all" => ServiceRole.All,
        "silo" => ServiceRole.Silo,
        "front-end" => ServiceRole.FrontEnd,
        _ => null,
    };
}
