using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;
using Shopkeeper.Grains.Catalogue;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Polling;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Grains.Subscriptions;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Simulator;
using Shopkeeper.Storage;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Clusters;

/// <summary>
/// The service without its HTTP edge, in this process: real storage, real actors and pollers, and a simulator for
/// Shopify. Each has a database of its own. Whoever starts it disposes of it.
/// </summary>
internal sealed class ShopkeeperCluster : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly InProcessTestCluster _cluster;
    private int _lent;

    private ShopkeeperCluster(
        TemporaryFolder folder, SimulatorHost simulator, InProcessTestCluster cluster, string? connection)
    {
        _folder = folder;
        _cluster = cluster;
        Simulator = simulator;
        ConnectionString = connection;
    }

    /// <summary>Both databases, for a theory's data.</summary>
    public static TheoryData<ClusterDatabase> Databases => [ClusterDatabase.Sqlite, ClusterDatabase.Postgres];

    /// <summary>The simulated Shopify.</summary>
    public SimulatorHost Simulator { get; }

    /// <summary>The cluster, to kill, add and restart silos.</summary>
    public InProcessTestCluster Silos => _cluster;

    /// <summary>The services of the first silo: stores, rules, options.</summary>
    public IServiceProvider Services => _cluster.Silos[0].ServiceProvider;

    /// <summary>Calls grains as the edge would.</summary>
    public IGrainFactory Grains => _cluster.Client;

    /// <summary>The folder with the database file (SQLite) and the keys.</summary>
    public string DataDirectory => _folder.Path;

    /// <summary>PostgreSQL's connection string; null on SQLite.</summary>
    public string? ConnectionString { get; }

    /// <summary>A service of the first silo.</summary>
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Starts a cluster on a fresh database.</summary>
    public static async Task<ShopkeeperCluster> StartAsync(
        ClusterDatabase database, Action<ClusterSetup>? configure = null)
    {
        var setup = new ClusterSetup();
        configure?.Invoke(setup);
        var folder = new TemporaryFolder();
        var connection = database == ClusterDatabase.Postgres
            ? await MigratedTemplate.CopyToPostgresAsync(TestContext.Current.CancellationToken)
            : null;
        if (connection is null) await MigratedTemplate.CopyToAsync(folder.Path);
        var simulator = await SimulatorHost.StartAsync(setup.Simulator, TestContext.Current.CancellationToken);
        var settings = Settings(setup, folder, simulator, connection);
        await PrepareAsync(settings);
        var cluster = new ShopkeeperCluster(folder, simulator, Build(setup, settings), connection);
        try
        {
            await cluster._cluster.DeployAsync(TestContext.Current.CancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A delivery's id as this test has it; no other test of the same cluster has the same.</summary>
    public string OwnId(string id) =>
        _lent == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{_lent}");

    /// <summary>Makes it ready for another test: what the one before has done to the simulator is taken back.</summary>
    internal async Task LendAsync(int number, CancellationToken cancellationToken)
    {
        _lent = number;
        (Simulator.OnCall, Simulator.OnAnswer) = (null, null);
        await Simulator.Control.ClearFaultsAsync(cancellationToken);
        await Simulator.Control.ClearCallsAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await Simulator.DisposeAsync();
        _folder.Dispose();
    }

    private static InProcessTestCluster Build(ClusterSetup setup, Dictionary<string, string?> settings)
    {
        var builder = new InProcessTestClusterBuilder(setup.Silos);
        builder.Options.ServiceId = "shopkeeper";
        builder.ConfigureHost(host => host.Logging.SetMinimumLevel(LogLevel.Warning));
        builder.ConfigureSilo((_, silo) => silo.AddReminders());
        builder.ConfigureSiloHost((_, host) =>
        {
            host.Configuration.AddInMemoryCollection(settings);
            AddShopkeeper(host.Services, host.Configuration);
            setup.Services(host.Services);
        });
        return builder.Build();
    }

    private static Dictionary<string, string?> Settings(
        ClusterSetup setup, TemporaryFolder folder, SimulatorHost simulator, string? connection)
    {
        var settings = new Dictionary<string, string?>(ClusterSettings.Scaled, StringComparer.OrdinalIgnoreCase)
        {
            ["Storage:DataDirectory"] = folder.Path,
            ["Keys:Directory"] = folder.Combine("keys"),
            ["ConnectionStrings:Shopkeeper"] = connection,
            ["Shopify:AdminUrlTemplate"] = simulator.AdminUrlTemplate,
        };
        foreach (var (key, value) in setup.Settings) settings[key] = value;
        return settings;
    }

    // Orleans reads its queries when a silo starts, so the tables are there before. The file is given back in between.
    private static async Task PrepareAsync(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddShopkeeperStorage(configuration)
            .BuildServiceProvider();
        await StorageStartup.PrepareAsync(services, TestContext.Current.CancellationToken);
    }

    private static void AddShopkeeper(IServiceCollection services, IConfiguration configuration) => services
        .AddShopify()
        .AddShopkeeperStorage(configuration)
        .AddShops()
        .AddLifecycle()
        .AddWebhookHandling()
        .AddTeardown()
        .AddJobs()
        .AddCatalogue()
        .AddSubscriptions()
        .AddPolling();
}
