using System.Net.Http.Headers;
using System.Text;
using Shopkeeper.Simulator;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>
/// The service as a real process, in Production, against a simulated Shopify and a database of its own. When it is
/// disposed of, the whole log of all its runs is searched for everything that was used and must not be in it.
/// </summary>
public sealed class ShopkeeperProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);
    private readonly TemporaryFolder _folder = new();
    private readonly List<ServiceProcess> _runs = [];
    private readonly Dictionary<string, string?> _settings;
    private readonly Deployment _deployment;
    private readonly bool _alone;
    private IReadOnlyList<string> _wrapper = [];
    private bool _ended;

    private ShopkeeperProcess(Deployment deployment, Uri publicUrl, bool alone)
    {
        (_deployment, PublicUrl, _alone) = (deployment, publicUrl, alone);
        InternalUrl = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        _settings = ServiceSettings.For(Keys);
        foreach (var (key, value) in deployment.Places()) _settings[key] = value;
        _settings["Storage:DataDirectory"] = DataDirectory;
        _settings["Listen:Public"] = PublicUrl.GetLeftPart(UriPartial.Authority);
        _settings["Listen:Internal"] = InternalUrl.GetLeftPart(UriPartial.Authority);
        Public = Client(PublicUrl, null);
        Internal = Client(InternalUrl, null);
        Operations = Client(new Uri(InternalUrl, "/ops/api/"), Keys.Operator);
    }

    /// <summary>The database that it runs on.</summary>
    public DatabaseKind Kind => _deployment.Kind;

    /// <summary>The Shopify that it works with.</summary>
    public SimulatorHost Shopify => _deployment.Shopify;

    /// <summary>Its secrets.</summary>
    public Keys Keys => _deployment.Keys;

    /// <summary>The public listener.</summary>
    public Uri PublicUrl { get; }

    /// <summary>Where browsers find the app: a process of a cluster does not stand there itself.</summary>
    public Uri AppUrl => _deployment.AppUrl;

    /// <summary>The internal listener.</summary>
    public Uri InternalUrl { get; }

    /// <summary>PostgreSQL's connection string; null on SQLite.</summary>
    public string? ConnectionString => _deployment.ConnectionString;

    /// <summary>What must not stand in the log.</summary>
    public Ledger Ledger => _deployment.Ledger;

    /// <summary>A client of the public listener: no cookies, no redirects.</summary>
    public HttpClient Public { get; }

    /// <summary>A client of the internal listener, without a key.</summary>
    public HttpClient Internal { get; }

    /// <summary>A client of the operators' API, with a key that may act.</summary>
    public HttpClient Operations { get; }

    /// <summary>The folder of the embedded database.</summary>
    public string DataDirectory => _folder.Combine("data");

    /// <summary>The folder of the files that the service keeps for installations.</summary>
    public string FilesRoot => _deployment.FilesRoot;

    /// <summary>The settings it is started with.</summary>
    public IReadOnlyDictionary<string, string?> Settings => _settings;

    /// <summary>The process that runs now.</summary>
    public ServiceProcess Process => _runs[^1];

    /// <summary>Starts a service and waits until it is ready.</summary>
    /// <param name="kind">Its database, new and empty.</param>
    /// <param name="settings">Put over those of <see cref="ServiceSettings"/>; null removes one.</param>
    /// <param name="project">What it runs: the service itself, or an app that is built on it.</param>
    /// <param name="wrapper">The program that runs it, with its arguments; null: none.</param>
    public static async Task<ShopkeeperProcess> StartAsync(
        DatabaseKind kind, IReadOnlyDictionary<string, string?>? settings = null, string project = "Silo",
        IReadOnlyList<string>? wrapper = null)
    {
        var publicUrl = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var deployment = await Deployment.CreateAsync(kind, publicUrl, project);
        var service = new ShopkeeperProcess(deployment, publicUrl, alone: true) { _wrapper = wrapper ?? [] };
        return await StartAsync(service, settings);
    }

    /// <summary>Starts one process of a deployment that may have several, and waits until it is ready.</summary>
    /// <param name="deployment">What it shares with the others.</param>
    /// <param name="settings">Put over those of <see cref="ServiceSettings"/>; null removes one.</param>
    /// <param name="enter">
    /// Makes a place for it before it starts, and answers the program that runs it there; null: here, as it is.
    /// </param>
    public static Task<ShopkeeperProcess> JoinAsync(
        Deployment deployment, IReadOnlyDictionary<string, string?>? settings = null,
        Func<ShopkeeperProcess, IReadOnlyList<string>>? enter = null)
    {
        var service = Member(deployment);
        service._wrapper = enter?.Invoke(service) ?? [];
        return StartAsync(service, settings);
    }

    /// <summary>As <see cref="JoinAsync"/>; waits only until it answers, and not until it is ready.</summary>
    public static async Task<ShopkeeperProcess> LaunchAsync(
        Deployment deployment, IReadOnlyDictionary<string, string?> settings)
    {
        var service = Member(deployment);
        foreach (var (key, value) in settings) service._settings[key] = value;
        service.Launch();
        await service.Process.WaitForHttpAsync(new Uri(service.PublicUrl, "/health/live"), StartDeadline);
        return service;
    }

    private static ShopkeeperProcess Member(Deployment deployment) =>
        new(deployment, new Uri($"http://127.0.0.1:{FreePort.Next()}"), alone: false);

    private static async Task<ShopkeeperProcess> StartAsync(
        ShopkeeperProcess service, IReadOnlyDictionary<string, string?>? settings)
    {
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>()) service._settings[key] = value;
        await service.StartAsync();
        return service;
    }

    /// <summary>
    /// Runs a test against a service of its own. What the test fails with is told before what stands in the log.
    /// </summary>
    public static async Task RunAsync(
        DatabaseKind kind, Func<ShopkeeperProcess, Task> test, IReadOnlyDictionary<string, string?>? settings = null,
        IReadOnlyList<string>? wrapper = null, string project = "Silo")
    {
        var service = await StartAsync(kind, settings, project, wrapper);
        try
        {
            await test(service);
        }
        catch (Exception failure)
        {
            var last = service.LastLines;
            var log = string.Join('\n', (await service.EndAsync()).Prepend(last));
            throw new InvalidOperationException($"{failure.Message}\nThe log:\n{log}", failure);
        }
        await service.DisposeAsync();
    }

    /// <summary>Changes a setting for the next start, as a release would; null removes it.</summary>
    public void Change(string key, string? value) => _settings[key] = value;

    /// <summary>Starts the process, again after <see cref="StopAsync"/> or <see cref="Kill"/>.</summary>
    public async Task StartAsync()
    {
        Launch();
        await UntilReadyAsync();
    }

    /// <summary>Waits until it is ready.</summary>
    public Task UntilReadyAsync() => Process.WaitForHttpAsync(new Uri(InternalUrl, "/health/ready"), StartDeadline);

    /// <summary>Starts the process and waits for nothing.</summary>
    public void Launch()
    {
        string[] arguments = _deployment.Project == "Silo" ? ["serve"] : [];
        _runs.Add(ServiceProcess.Start(
            _deployment.Project, arguments, ServiceSettings.AsEnvironment(_settings), wrapper: _wrapper));
    }

    /// <summary>Asks it to end, and waits.</summary>
    public Task<int> StopAsync() => Process.StopAsync(TimeSpan.FromSeconds(40));

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill() => Process.Kill();

    /// <summary>The log of all its runs.</summary>
    public string ReadLogs() =>
        string.Concat(_runs.Select(run => run.ReadLog()));

    /// <summary>Stops it and searches its log.</summary>
    /// <exception cref="InvalidOperationException">Something stands in the log that must not.</exception>
    public async ValueTask DisposeAsync()
    {
        if (await EndAsync() is { Count: > 0 } leaks)
        {
            throw new InvalidOperationException(
                $"The log on {Kind} holds what it must not:\n{string.Join('\n', leaks)}");
        }
    }

    /// <summary>The last warnings and errors with the beginnings of their exceptions: why a test failed.</summary>
    public string LastLines
    {
        get
        {
            var lines = ReadLogs().Split('\n');
            var told = lines.Index()
                .Where(line => line.Item.Contains(" WARN ", StringComparison.Ordinal)
                    || line.Item.Contains(" ERROR ", StringComparison.Ordinal))
                .TakeLast(20)
                .SelectMany(line => lines.Skip(line.Index).Take(5));
            return string.Join('\n', told.Select(line => line.Length > 400 ? line[..400] : line));
        }
    }

    private async Task<IReadOnlyList<string>> EndAsync()
    {
        if (_ended) return [];
        _ended = true;
        if (!Process.HasExited) await StopAsync();
        var leaks = Ledger.FindIn(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(ReadLogs())));
        foreach (var run in _runs) await run.DisposeAsync();
        Public.Dispose();
        Internal.Dispose();
        Operations.Dispose();
        if (_alone) await _deployment.DisposeAsync();
        _folder.Dispose();
        return leaks;
    }

    private static HttpClient Client(Uri address, string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(60),
        };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
