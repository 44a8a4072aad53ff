using Npgsql;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;
using Shopkeeper.Testing.Postgres;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Places;

/// <summary>
/// Three silos of an app with handlers, on a PostgreSQL of their own, each with a connection to it that can be
/// frozen and cut; where the system allows it, each in a network namespace of its own, in which the loopback address is
/// relayed, so that only what silos say to each other takes the network between them.
/// </summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    /// <summary>How many silos.</summary>
    public const int Size = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly List<Relay> _relays = [];

    private ChaosCluster(PrivatePostgres database, ServiceCluster cluster, SiloNetwork? network, string told) =>
        (Database, Cluster, Network, NetworkTold) = (database, cluster, network, told);

    /// <summary>The database.</summary>
    public PrivatePostgres Database { get; }

    /// <summary>The processes.</summary>
    public ServiceCluster Cluster { get; }

    /// <summary>The network between the silos; null where the system allows none.</summary>
    public SiloNetwork? Network { get; }

    /// <summary>Whether there is one, and why not.</summary>
    public string NetworkTold { get; }

    /// <summary>The silos.</summary>
    public IReadOnlyList<ChaosSilo> Silos { get; private set; } = [];

    /// <summary>The folder of the app's books.</summary>
    public string Books => _folder.Combine("books");

    /// <summary>Starts them all.</summary>
    public static async Task<ChaosCluster> StartAsync()
    {
        var database = await PrivatePostgres.StartAsync();
        var (network, told) = await SiloNetwork.TryCreateAsync(Size);
        var cluster = await ServiceCluster.StartAsync(
            0, project: "HandlingApp", database: database.ConnectionString);
        var chaos = new ChaosCluster(database, cluster, network, told);
        try
        {
            chaos.Silos = await Task.WhenAll(Enumerable.Range(0, Size).Select(chaos.AddAsync));
        }
        catch
        {
            await chaos.DisposeAsync();
            throw;
        }
        cluster.TurnTo(chaos.Silos[0].Service);
        foreach (var silo in chaos.Silos) silo.Keep();
        return chaos;
    }

    /// <summary>Ends everything that still befalls the silos' surroundings.</summary>
    public async Task HealAsync()
    {
        Database.Thaw();
        foreach (var silo in Silos)
        {
            silo.Database.Thaw();
            silo.Database.Refuse(false);
            silo.Service.Process.Resume();
            silo.Release();
            if (Network is not null) await Network.JoinAsync(silo.Index);
        }
        await Cluster.Deployment.Shopify.Control.ClearFaultsAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos) await silo.DisposeAsync();
        try
        {
            await Cluster.DisposeAsync();
        }
        finally
        {
            foreach (var relay in _relays) await relay.DisposeAsync();
            if (Network is not null) await Network.DisposeAsync();
            await Database.DisposeAsync();
            _folder.Dispose();
        }
    }

    private async Task<ChaosSilo> AddAsync(int index)
    {
        var given = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        var database = Add(new Relay(
            Network?.Of(index).MakeSocket() ?? Relay.MakeHere(), 0, Relay.MakeHere, given.Port));
        given.Port = database.Port;
        given.ApplicationName = ServiceCluster.NameOf(index);
        var settings = new Dictionary<string, string?>(Settings, StringComparer.Ordinal)
        {
            ["ConnectionStrings:Shopkeeper"] = given.ConnectionString,
            ["Books:Folder"] = Books,
            ["Cluster:Address"] = Network is null ? null : $"{SiloNetwork.AddressOf(index)}",
        };
        var service = await Cluster.AddAsync(settings, process => Enter(process, index));
        return new ChaosSilo(index, service, database);
    }

    // The process finds what it needs, and is found, on the loopback address, as outside of a namespace.
    private string[] Enter(ShopkeeperProcess process, int index)
    {
        if (Network?.Of(index) is not { } place) return [];
        foreach (var port in (int[])[process.PublicUrl.Port, process.InternalUrl.Port])
            Add(new Relay(Relay.MakeHere(), port, place.MakeSocket, port));
        var shopify = Cluster.Deployment.Shopify.BaseUrl.Port;
        Add(new Relay(place.MakeSocket(), shopify, Relay.MakeHere, shopify));
        return place.Enter;
    }

    private Relay Add(Relay relay)
    {
        lock (_relays) _relays.Add(relay);
        return relay;
    }

    // Attempts that an outage costs are not what is tried here, and neither is the limit on ends that nobody attests;
    // pauses between them are such that the aftermath is soon over. Leases, looks and timeouts are as in other tests.
    private static readonly Dictionary<string, string?> Settings = new(StringComparer.Ordinal)
    {
        ["Shopify:Scopes"] = "read_products,read_orders",
        ["Webhooks:RetryFirst"] = "00:00:00.1",
        ["Webhooks:RetryMaximum"] = "00:00:01",
        ["Webhooks:DropIdsEvery"] = "00:00:05",
        ["Jobs:MaxAttempts"] = "100",
        ["Jobs:BackoffMaximum"] = "00:00:02",
        ["Teardown:EndLimit:Minimum"] = "100000",
        ["Teardown:ReminderPeriod"] = "00:01:00",
        ["Shops:ReminderPeriod"] = "00:01:00",
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:Console:LogLevel:Default"] = "Information",
    };
}
