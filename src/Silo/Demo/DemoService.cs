using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Grains.Webhooks;
using Shopkeeper.Silo.Hosting;
using Shopkeeper.Simulator;

namespace Shopkeeper.Silo.Demo;

/// <summary>The service and the simulated Shopify beside it, on free ports, in this process.</summary>
internal sealed class DemoService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DemoService(WebApplication app, SimulatorHost shopify, string operatorKey)
    {
        (_app, Shopify, OperatorKey) = (app, shopify, operatorKey);
        (PublicUrl, InternalUrl) = ServiceHost.AddressesOf(app);
        Operations = new HttpClient { BaseAddress = new Uri(InternalUrl, "/ops/api/") };
        Operations.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", operatorKey);
    }

    public SimulatorHost Shopify { get; }

    public string OperatorKey { get; }

    public Uri PublicUrl { get; }

    public Uri InternalUrl { get; }

    /// <summary>The operators' API, with a key.</summary>
    public HttpClient Operations { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<DemoService> StartAsync(DemoDirectory directory, CancellationToken cancellationToken)
    {
        var publicUrl = $"http://127.0.0.1:{FreePort()}";
        var shopify = await SimulatorHost.StartAsync(
            new SimulatorOptions { Url = "http://127.0.0.1:0", AppUrl = new Uri(publicUrl), ProductCount = 600 },
            cancellationToken);
        var operatorKey = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        try
        {
            var app = await ServiceHost.PrepareAsync(
                [], builder => Configure(builder, directory, shopify, publicUrl, operatorKey), cancellationToken);
            await app.StartAsync(cancellationToken);
            return new DemoService(app, shopify, operatorKey);
        }
        catch
        {
            await shopify.DisposeAsync();
            throw;
        }
    }

    public Task WaitForShutdownAsync(
        CancellationToken cancellationToken) =>
        _app.WaitForShutdownAsync(cancellationToken);

    public async Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken) =>
        await Operations.GetFromJsonAsync<T>(path, cancellationToken)
        ?? throw new InvalidOperationException($"{path} answered nothing.");

    public async ValueTask DisposeAsync()
    {
        Operations.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Shopify.DisposeAsync();
    }

    private static void Configure(
        WebApplicationBuilder builder, DemoDirectory directory, SimulatorHost shopify, string publicUrl,
        string operatorKey)
    {
        builder.Environment.EnvironmentName = Environments.Production;
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Shopify:ApiKey"] = SimulatorOptions.DefaultApiKey,
            ["Shopify:ApiSecret"] = SimulatorOptions.DefaultApiSecret,
            ["Shopify:Scopes"] = "read_products",
            ["Shopify:AppUrl"] = publicUrl,
            ["Shopify:AdminUrlTemplate"] = shopify.AdminUrlTemplate,
            ["Storage:DataDirectory"] = directory.Data,
            ["Cluster:StopGrace"] = "00:00:00",
            ["Listen:Public"] = publicUrl,
            ["Listen:Internal"] = "http://127.0.0.1:0",
            ["Operator:Keys:demo:Sha256"] =
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(operatorKey))),
            ["Participants:Files:Root"] = directory.Files,
            ["Logging:LogLevel:Default"] = "None",
            ["Logging:LogLevel:Microsoft"] = "None",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "None",
            ["Logging:LogLevel:Orleans"] = "None",
            ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "None",
        });
        builder.Services.AddWebhookHandler<DemoWebhookHandler>();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
