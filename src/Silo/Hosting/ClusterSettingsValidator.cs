using System.Net;
using Microsoft.Extensions.Options;

namespace Shopkeeper.Silo.Hosting;

/// <summary>Refuses to start where silos could not find each other. A message names key, rule and remedy.</summary>
internal sealed class ClusterSettingsValidator(IConfiguration configuration) : IValidateOptions<ClusterSettings>
{
    private const int LongestId = 100;
    private static readonly TimeSpan LongestGrace = TimeSpan.FromSeconds(20);

    public ValidateOptionsResult Validate(string? name, ClusterSettings options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] problems = [.. Role(options), .. Addresses(options), .. Ports(options), .. Others(options)];
        return problems.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(problems.Select(problem => $"{ClusterSettings.Section}:{problem}"));
    }

    private IEnumerable<string> Role(ClusterSettings options)
    {
        if (options.FindRole() is not { } role)
            yield return "Role is all, silo or front-end. Correct it, or leave it out for all.";
        else if (role != ServiceRole.All
            && string.IsNullOrWhiteSpace(configuration.GetConnectionString("Shopkeeper")))
        {
            yield return $"Role {options.Role} needs PostgreSQL: the embedded database belongs to one process. Set "
                + "ConnectionStrings:Shopkeeper, or leave the role out.";
        }
    }

    private static IEnumerable<string> Addresses(ClusterSettings options)
    {
        var advertised = ClusterAddress.Find(options.Address, out var problem);
        if (problem is not null) yield return $"Address {problem}";
        if (ClusterAddress.FindListening(options.ListenAddress, advertised ?? IPAddress.Loopback) is null)
        {
            yield return "ListenAddress is an IP address of this machine, or * for all of them. Correct it, or leave "
                + "it out for Cluster:Address.";
        }
    }

    private static IEnumerable<string> Ports(ClusterSettings options)
    {
        foreach (var (key, port) in Named(options))
        {
            if (port is < 0 or > IPEndPoint.MaxPort)
                yield return $"{key} is 0 to 65535, and 0 takes a free port. Correct it or leave it out.";
        }
        if (options.SiloPort != 0 && options.SiloPort == options.GatewayPort)
            yield return "SiloPort and GatewayPort must differ. Set one of them to another port.";
    }

    private static IEnumerable<string> Others(ClusterSettings options)
    {
        if (string.IsNullOrWhiteSpace(options.ClusterId) || options.ClusterId.Length > LongestId)
            yield return $"ClusterId has 1 to {LongestId} characters. Correct it, or leave it out for shopkeeper.";
        if (options.StopGrace is { } grace && (grace < TimeSpan.Zero || grace > LongestGrace))
            yield return $"StopGrace is 00:00:00 to {LongestGrace:c}. Correct it, or leave it out for 00:00:02.";
    }

    private static IEnumerable<(string Key, int Port)> Named(ClusterSettings options) =>
        [(nameof(options.SiloPort), options.SiloPort), (nameof(options.GatewayPort), options.GatewayPort)];
}
