using System.Net;
using System.Net.Sockets;

namespace Shopkeeper.Silo.Hosting;

/// <summary>Where a silo listens and what it tells the others.</summary>
internal sealed record SiloEndpoints(IPAddress Advertised, IPEndPoint Silo, IPEndPoint Gateway)
{
    /// <summary>Reads the settings; what they refuse is told by <see cref="ClusterSettingsValidator"/> later.</summary>
    public static SiloEndpoints Of(ClusterSettings settings)
    {
        var advertised = ClusterAddress.Find(settings.Address, out _) ?? IPAddress.Loopback;
        var listening = ClusterAddress.FindListening(settings.ListenAddress, advertised) ?? advertised;
        return new(
            advertised,
            new IPEndPoint(listening, PortOrFree(settings.SiloPort)),
            new IPEndPoint(listening, PortOrFree(settings.GatewayPort)));
    }

    /// <summary>Binds both for a moment: Orleans would fail much later and say less.</summary>
    /// <exception cref="InvalidOperationException">One can't be bound; the message names key and remedy.</exception>
    public void RequireFree()
    {
        foreach (var (key, endpoint) in new[] { ("SiloPort", Silo), ("GatewayPort", Gateway) })
        {
            using var listener = new TcpListener(endpoint);
            try
            {
                listener.Start();
            }
            catch (SocketException refused)
            {
                throw new InvalidOperationException(
                    $"The silo can't listen on {endpoint}: {refused.SocketErrorCode}. Set Cluster:{key} to a free port "
                    + "or 0, and Cluster:Address to an address of this machine; where others reach it at an address "
                    + "that is not its own, set Cluster:ListenAddress to *.",
                    refused);
            }
        }
    }

    // A port is free for all addresses or not at all, as far as this service goes.
    private static int PortOrFree(int port)
    {
        if (port is > 0 and <= IPEndPoint.MaxPort) return port;
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
