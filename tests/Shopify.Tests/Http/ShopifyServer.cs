using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Shopify.Tests.Http;

/// <summary>
/// A real server on loopback that answers as the test says, and the platform's services pointed at it.
/// </summary>
internal sealed class ShopifyServer : IAsyncDisposable
{
    public const string Json = "application/json";

    private readonly WebApplication _server;
    private readonly ServiceProvider _services;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly List<AdminCallRecord> _records = [];

    private ShopifyServer(WebApplication server, ServiceProvider services) => (_server, _services) = (server, services);

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    public IReadOnlyList<AdminCallRecord> Records => _records;

    public AdminAccess Access => new(ShopDomain.Parse("blue.myshopify.com"), new AccessToken("shpat_canary"))
    {
        Observer = _records.Add,
    };

    public IAdminClient Admin => Service<IAdminClient>();

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Answers the n-th request with the n-th answer, and all after the last with the last.</summary>
    public static Task<ShopifyServer> AnsweringAsync(params Func<HttpContext, Task>[] answers) =>
        StartAsync(answers, TimeSpan.FromSeconds(10), null);

    public static async Task<ShopifyServer> StartAsync(
        Func<HttpContext, Task>[] answers, TimeSpan budget, ILoggerProvider? logs, TimeProvider? time = null)
    {
        ShopifyServer? self = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        var count = 0;
        server.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            self!._requests.Enqueue(new ReceivedRequest(
                context.Request.Method,
                context.Request.Path.ToString(),
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
                await reader.ReadToEndAsync(context.RequestAborted)));
            await answers[Math.Min(Interlocked.Increment(ref count), answers.Length) - 1](context);
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        var services = Services(server.Urls.First(), budget, logs, time);
        return self = new ShopifyServer(server, services);
    }

    public static ServiceProvider Services(
        string address, TimeSpan budget, ILoggerProvider? logs = null, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Shopify:ApiKey"] = "api-key",
                ["Shopify:ApiSecret"] = "secret-canary",
                ["Shopify:Scopes"] = "read_products",
                ["Shopify:AppUrl"] = "https://app.example",
                ["Shopify:AdminUrlTemplate"] = address + "/{shop}",
                ["Shopify:CallBudget"] = budget.ToString("c"),
            }).Build());
        services.AddLogging(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Trace);
            if (logs is not null) logging.AddProvider(logs);
        });
        if (time is not null) services.AddSingleton(time);
        return services.AddShopify().AddShopify().BuildServiceProvider(validateScopes: true);
    }

    public static Func<HttpContext, Task> Answer(
        int status, string body = "", string type = Json, params (string Name, string Value)[] headers) =>
        async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            foreach (var (name, value) in headers) context.Response.Headers[name] = value;
            await context.Response.WriteAsync(body, context.RequestAborted);
        };

    /// <summary>Answers nothing until the caller hangs up.</summary>
    public static async Task Hang(HttpContext context)
    {
        var hungUp = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(hungUp.SetResult);
        await hungUp.Task;
    }

    /// <summary>Cuts the connection without an answer.</summary>
    public static Task Drop(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }
}
