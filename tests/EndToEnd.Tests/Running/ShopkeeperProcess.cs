using System.Net.Http.Headers;
using System.Text;
using Shopkeeper.Simulator;
using Shopkeeper.Testing;
using Shopkeeper.Testing.Postgres;

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
    private bool _ended;

    private ShopkeeperProcess(DatabaseKind kind, SimulatorHost shopify, Keys keys, Uri publicUrl, string? connection)
    {
        (Kind, Shopify, Keys, PublicUrl, ConnectionString) = (kind, shopify, keys, publicUrl, connection);
        InternalUrl = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        foreach (var secret in keys.Secrets) Ledger.Add("a secret of the configuration", secret);
        _settings = ServiceSettings.For(keys);
        foreach (var (key, value) in Places()) _settings[key] = value;
        Public = Client(PublicUrl, null);
        Internal = Client(InternalUrl, null);
        Operations = Client(new Uri(InternalUrl, "/ops/api/"), keys.Operator);
    }

    /// <summary>The database that it runs on.</summary>
    public DatabaseKind Kind { get; }

    /// <summary>The Shopify that it works with.</summary>
    public SimulatorHost Shopify { get; }

    /// <summary>Its secrets.</summary>
    public Keys Keys { get; }

    /// <summary>The public listener.</summary>
    public Uri PublicUrl { get; }

    /// <summary>The internal listener.</summary>
    public Uri InternalUrl { get; }

    /// <summary>PostgreSQL's connection string; null on SQLite.</summary>
    public string? ConnectionString { get; }

    /// <summary>What must not stand in the log.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>A client of the public listener: no cookies, no redirects.</summary>
    public HttpClient Public { get; }

    /// <summary>A client of the internal listener, without a key.</summary>
    public HttpClient Internal { get; }

    /// <summary>A client of the operators' API, with a key that may act.</summary>
    public HttpClient Operations { get; }

    /// <summary>The folder of the embedded database.</summary>
    public string DataDirectory => _folder.Combine("data");

    /// <summary>The folder of the files that the service keeps for installations.</summary>
    public string FilesRoot => _folder.Combine("files");

    /// <summary>The settings it is started with.</summary>
    public IReadOnlyDictionary<string, string?> Settings => _settings;

    /// <summary>The process that runs now.</summary>
    public ServiceProcess Process => _runs[^1];

    /// <summary>Starts a service and waits until it is ready.</summary>
    /// <param name="kind">Its database, new and empty.</param>
    /// <param name="settings">Put over those of <see cref="ServiceSettings"/>; null removes one.</param>
    public static async Task<ShopkeeperProcess> StartAsync(
        DatabaseKind kind, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var connection = kind == DatabaseKind.Postgres
            ? await PostgresServer.CreateDatabaseAsync(CancellationToken.None)
            : null;
        var keys = new Keys();
        var publicUrl = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var shopify = await SimulatorHost.StartAsync(
            new SimulatorOptions
            {
                Url = "http://127.0.0.1:0",
                AppUrl = publicUrl,
                ApiKey = keys.ApiKey,
                ApiSecret = keys.ApiSecret,
                DeliveryRetries = 30,
                FirstRetryAfter = TimeSpan.FromMilliseconds(200),
            },
            CancellationToken.None);
        var service = new ShopkeeperProcess(kind, shopify, keys, publicUrl, connection);
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>()) service._settings[key] = value;
        await service.StartAsync();
        return service;
    }

    /// <summary>
    /// Runs a test against a service of its own. What the test fails with is told before what stands in the log.
    /// </summary>
    public static async Task RunAsync(
        DatabaseKind kind, Func<ShopkeeperProcess, Task> test, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var service = await StartAsync(kind, settings);
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

    /// <summary>Starts the process, again after <see cref="StopAsync"/> or <see cref="Kill"/>.</summary>
    public async Task StartAsync()
    {
        _runs.Add(ServiceProcess.Start("Silo", ["serve"], ServiceSettings.AsEnvironment(_settings)));
        await Process.WaitForHttpAsync(new Uri(InternalUrl, "/health/ready"), StartDeadline);
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

    // The last warnings and errors with the beginnings of their exceptions: they mostly say why a test failed.
    private string LastLines
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
        await Shopify.DisposeAsync();
        _folder.Dispose();
        return leaks;
    }

    private Dictionary<string, string?> Places() => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings:Shopkeeper"] = ConnectionString,
        ["Storage:DataDirectory"] = DataDirectory,
        ["Keys:Directory"] = _folder.Combine("keys"),
        ["Participants:Files:Root"] = FilesRoot,
        ["Listen:Public"] = PublicUrl.GetLeftPart(UriPartial.Authority),
        ["Listen:Internal"] = InternalUrl.GetLeftPart(UriPartial.Authority),
        ["Shopify:AppUrl"] = PublicUrl.GetLeftPart(UriPartial.Authority),
        ["Shopify:AdminUrlTemplate"] = Shopify.AdminUrlTemplate,
    };

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
