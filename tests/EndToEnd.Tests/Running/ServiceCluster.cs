namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>
/// Several processes of the service on one PostgreSQL, with their keys in one folder, behind a balancer: browsers and
/// Shopify meet the process that it is turned to.
/// </summary>
public sealed class ServiceCluster : IAsyncDisposable
{
    private readonly List<ShopkeeperProcess> _processes = [];
    private readonly Balancer _balancer;

    private ServiceCluster(Balancer balancer, Deployment deployment) =>
        (_balancer, Deployment) = (balancer, deployment);

    /// <summary>What the processes share.</summary>
    public Deployment Deployment { get; }

    /// <summary>The processes, in the order of their adding; those that were killed stay in it.</summary>
    public IReadOnlyList<ShopkeeperProcess> Processes => _processes;

    /// <summary>Those that run.</summary>
    public IEnumerable<ShopkeeperProcess> Alive => _processes.Where(process => !process.Process.HasExited);

    /// <summary>
    /// Starts processes at the same time on a new, empty database; the balancer is turned to the first.
    /// </summary>
    /// <param name="size">How many; the first is <c>Processes[0]</c>. 0 starts none.</param>
    /// <param name="settings">For each of them, put over those of <see cref="ServiceSettings"/>.</param>
    /// <param name="project">What they run.</param>
    /// <param name="database">The database; null makes one.</param>
    public static async Task<ServiceCluster> StartAsync(
        int size, IReadOnlyDictionary<string, string?>? settings = null, string project = "Silo",
        string? database = null)
    {
        var balancer = new Balancer();
        var deployment = await Deployment.CreateAsync(DatabaseKind.Postgres, balancer.Url, project, database);
        var cluster = new ServiceCluster(balancer, deployment);
        cluster._processes.AddRange(await Task.WhenAll(
            Enumerable.Range(0, size)
                .Select(index => ShopkeeperProcess.JoinAsync(deployment, cluster.Settings(settings, index)))));
        if (size > 0) cluster.TurnTo(cluster._processes[0]);
        return cluster;
    }

    /// <summary>Runs a test against a cluster of its own.</summary>
    public static async Task RunAsync(
        int size, Func<ServiceCluster, Task> test, IReadOnlyDictionary<string, string?>? settings = null,
        string project = "Silo")
    {
        await using var cluster = await StartAsync(size, settings, project);
        await cluster.WithLogsAsync(() => test(cluster));
    }

    /// <summary>Starts one more process and waits until it is ready.</summary>
    /// <param name="settings">Put over those of <see cref="ServiceSettings"/>.</param>
    /// <param name="enter">As in <see cref="ShopkeeperProcess.JoinAsync"/>.</param>
    public async Task<ShopkeeperProcess> AddAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        Func<ShopkeeperProcess, IReadOnlyList<string>>? enter = null)
    {
        var process = await ShopkeeperProcess.JoinAsync(Deployment, Settings(settings, _processes.Count), enter);
        lock (_processes) _processes.Add(process);
        return process;
    }

    /// <summary>Starts one more process and waits until it answers, ready or not.</summary>
    public async Task<ShopkeeperProcess> LaunchAsync(IReadOnlyDictionary<string, string?> settings)
    {
        var process = await ShopkeeperProcess.LaunchAsync(Deployment, Settings(settings, _processes.Count));
        _processes.Add(process);
        return process;
    }

    /// <summary>Browsers and Shopify meet this process from now on.</summary>
    public void TurnTo(ShopkeeperProcess process) => TurnTo(process.PublicUrl);

    /// <summary>Browsers and Shopify meet whatever stands at this address from now on.</summary>
    public void TurnTo(Uri address) => _balancer.TurnTo(address);

    /// <summary>Runs something; should it fail, the last warnings of every process are told with the failure.</summary>
    public async Task WithLogsAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            var logs = _processes.Select((process, index) => $"Log of process {index}:\n{process.LastLines}");
            throw new InvalidOperationException($"{failure.Message}\n{string.Join('\n', logs)}", failure);
        }
    }

    /// <summary>Stops all processes and searches their logs.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_processes.Select(process => process.DisposeAsync().AsTask()));
        await Deployment.DisposeAsync();
        await _balancer.DisposeAsync();
    }

    /// <summary>What the database calls the connections of a process.</summary>
    public static string NameOf(int process) => $"process-{process}";

    private Dictionary<string, string?> Settings(IReadOnlyDictionary<string, string?>? settings, int process)
    {
        var given = settings ?? new Dictionary<string, string?>();
        var all = new Dictionary<string, string?>(given, StringComparer.Ordinal);
        all.TryAdd(
            "ConnectionStrings:Shopkeeper", $"{Deployment.ConnectionString};Application Name={NameOf(process)}");
        return all;
    }
}
