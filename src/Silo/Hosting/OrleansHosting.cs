using Orleans.Configuration;
using Orleans.Dashboard;

namespace Shopkeeper.Silo.Hosting;

/// <summary>
/// Orleans as this service runs it. State and reminders are in the service's own database either way; silos find each
/// other there too on PostgreSQL, and there is only one on SQLite. A front end is a client of them.
/// </summary>
internal static class OrleansHosting
{
    /// <summary>The identity of stored data; it never changes.</summary>
    private const string ServiceId = "shopkeeper";

    private const string Invariant = "Npgsql";

    // After all silos were gone their gateways are new ones, and requests fail until the list is read again.
    private static readonly TimeSpan GatewaysReadEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ConnectPause = TimeSpan.FromSeconds(1);

    /// <summary>Adds the silo, or the front end's client of the silos.</summary>
    public static void AddOrleans(this WebApplicationBuilder builder, ServiceRole role)
    {
        var cluster = builder.Configuration.GetSection(ClusterSettings.Section).Get<ClusterSettings>() ?? new();
        var postgres = builder.Configuration.GetConnectionString("Shopkeeper");
        if (role == ServiceRole.FrontEnd) builder.AddClient(cluster, postgres ?? "");
        else builder.AddSilo(cluster, postgres);
    }

    private static void AddSilo(this WebApplicationBuilder builder, ClusterSettings cluster, string? postgres)
    {
        var endpoints = SiloEndpoints.Of(cluster);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => Identify(options, cluster));
            if (string.IsNullOrWhiteSpace(postgres))
            {
                silo.UseLocalhostClustering(
                    endpoints.Silo.Port, endpoints.Gateway.Port, null, ServiceId, cluster.ClusterId);
            }
            else
            {
                silo.Services.AddSingleton(endpoints);
                silo.Configure<EndpointOptions>(options => Listen(options, endpoints));
                silo.UseCluster(postgres);
            }
            silo.AddReminders();
            // The trace page would show other people's log lines.
            silo.AddDashboard(options => options.HideTrace = true);
        });
    }

    private static void AddClient(this WebApplicationBuilder builder, ClusterSettings cluster, string postgres)
    {
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => Identify(options, cluster));
            client.UseAdoNetClustering(
                options => (options.Invariant, options.ConnectionString) = (Invariant, postgres));
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewaysReadEvery);
            client.UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(ConnectPause, TimeProvider.System, cancellationToken);
                return true;
            });
            client.AddDashboard(options => options.HideTrace = true);
        });
        // Deliveries are taken from the first moment, whether or not a silo is there to connect to.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
    }

    private static void Identify(ClusterOptions options, ClusterSettings cluster) =>
        (options.ClusterId, options.ServiceId) = (cluster.ClusterId, ServiceId);

    private static void Listen(EndpointOptions options, SiloEndpoints endpoints)
    {
        (options.AdvertisedIPAddress, options.SiloPort, options.GatewayPort) =
            (endpoints.Advertised, endpoints.Silo.Port, endpoints.Gateway.Port);
        (options.SiloListeningEndpoint, options.GatewayListeningEndpoint) = (endpoints.Silo, endpoints.Gateway);
    }

    // Tuned so that a killed silo's work goes on elsewhere in about a second, and a cold start waits for seconds only.
    private static void UseCluster(this ISiloBuilder silo, string connectionString)
    {
        silo.UseAdoNetClustering(
            options => (options.Invariant, options.ConnectionString) = (Invariant, connectionString));
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
}
