using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace Shopkeeper.Silo.Hosting;

/// <summary>
/// Orleans as this service runs it. State and reminders are in the service's own database either way; silos find each
/// other there too on PostgreSQL, and there is only one on SQLite.
/// </summary>
internal static class OrleansHosting
{
    /// <summary>The identity of stored data; it never changes.</summary>
    private const string ServiceId = "shopkeeper";

    public static void AddOrleans(this WebApplicationBuilder builder)
    {
        var cluster = builder.Configuration.GetSection(ClusterSettings.Section).Get<ClusterSettings>() ?? new();
        builder.Services.AddOptions<ClusterSettings>().BindConfiguration(ClusterSettings.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        var postgres = builder.Configuration.GetConnectionString("Shopkeeper");
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(
                options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, ServiceId));
            var (siloPort, gatewayPort) = (PortOrFree(cluster.SiloPort), PortOrFree(cluster.GatewayPort));
            if (string.IsNullOrWhiteSpace(postgres))
            {
                silo.UseLocalhostClustering(siloPort, gatewayPort, null, ServiceId, cluster.ClusterId);
            }
            else
            {
                silo.ConfigureEndpoints(IPAddress.Parse(cluster.Address), siloPort, gatewayPort);
                silo.UseCluster(postgres);
            }
            silo.AddReminders();
            // The trace page would show other people's log lines.
            silo.AddDashboard(options => options.HideTrace = true);
        });
    }

    // Tuned so that a killed silo's work goes on elsewhere in about a second, and a cold start waits for seconds only.
    private static void UseCluster(this ISiloBuilder silo, string connectionString)
    {
        silo.UseAdoNetClustering(
            options => (options.Invariant, options.ConnectionString) = ("Npgsql", connectionString));
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.NumMissedProbesLimit = 2;
            options.NumVotesForDeathDeclaration = 1;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
            options.NumMissedTableIAmAliveLimit = 2;
            options.DeathVoteExpirationTimeout = TimeSpan.FromSeconds(30);
            options.ExtendProbeTimeoutDuringDegradation = false;
        });
    }

    private static int PortOrFree(int port)
    {
        if (port != 0) return port;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
