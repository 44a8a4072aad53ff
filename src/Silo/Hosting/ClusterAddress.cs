using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Shopkeeper.Silo.Hosting;

/// <summary>Finds the IP address that a setting means. IPv4 goes before IPv6: Orleans' table keeps either.</summary>
internal static class ClusterAddress
{
    public const string Automatic = "auto";

    private const string Forms =
        "an IP address, a host name that resolves, a network interface such as eth0, or auto";

    /// <summary>Reads <c>Cluster:Address</c>.</summary>
    /// <returns>Null when it means no address that others could reach; then <paramref name="problem"/> says why.
    /// </returns>
    public static IPAddress? Find(string? text, out string? problem)
    {
        var found = string.IsNullOrWhiteSpace(text) ? null : Find(text);
        problem = found switch
        {
            null => $"must be {Forms}; nothing of that kind was found here. Correct it, or leave it out for 127.0.0.1.",
            _ when found.Equals(IPAddress.Any) || found.Equals(IPAddress.IPv6Any) =>
                "is the address that others reach this silo at, and nobody reaches 0.0.0.0. Set it to auto and "
                + "Cluster:ListenAddress to *.",
            _ => null,
        };
        return problem is null ? found : null;
    }

    /// <summary>Reads <c>Cluster:ListenAddress</c>.</summary>
    /// <returns>Null when it is no address.</returns>
    public static IPAddress? FindListening(string? text, IPAddress advertised)
    {
        if (string.IsNullOrWhiteSpace(text)) return advertised;
        if (text == "*") return AllOf(advertised.AddressFamily);
        return IPAddress.TryParse(text, out var address) ? address : null;
    }

    private static IPAddress AllOf(AddressFamily family) =>
        family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;

    private static IPAddress? Find(string text)
    {
        if (IPAddress.TryParse(text, out var address)) return address;
        if (text == Automatic) return OfThisMachine();
        return OfInterface(text) ?? Prefer(Resolve(text));
    }

    // A machine's own name often means loopback; then its first interface that is up is meant.
    private static IPAddress? OfThisMachine() =>
        Prefer(Resolve(Dns.GetHostName()).Where(address => !IPAddress.IsLoopback(address)))
        ?? Prefer(Interfaces().SelectMany(AddressesOf).Where(address => !IPAddress.IsLoopback(address)));

    private static IPAddress? OfInterface(string name) =>
        Prefer(Interfaces().Where(one => one.Name == name).SelectMany(AddressesOf));

    private static IEnumerable<NetworkInterface> Interfaces() =>
        NetworkInterface.GetAllNetworkInterfaces().Where(one => one.OperationalStatus != OperationalStatus.Down);

    private static IEnumerable<IPAddress> AddressesOf(NetworkInterface one) =>
        one.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address)
            .Where(address => !address.IsIPv6LinkLocal);

    private static IPAddress[] Resolve(string name)
    {
        try
        {
            return Dns.GetHostAddresses(name);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            return [];
        }
    }

    private static IPAddress? Prefer(IEnumerable<IPAddress> addresses) =>
        addresses.OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).FirstOrDefault();
}
