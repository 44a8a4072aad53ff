using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Testing;

namespace Shopkeeper.Simulator.Tests;

/// <summary>An app that only listens: it keeps every delivery and answers as the test says.</summary>
internal sealed class AppListener : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<ReceivedDelivery> _received = new();

    private AppListener(WebApplication application) => _application = application;

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Answers the delivery with this number (from 1); 200 unless a test sets it.</summary>
    public Func<int, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<ReceivedDelivery> Received => [.. _received];

    public static async Task<AppListener> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var listener = new AppListener(builder.Build());
        listener._application.Run(listener.ReceiveAsync);
        await listener._application.StartAsync(cancellationToken);
        var addresses = listener._application.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>();
        listener.Url = new Uri(addresses!.Addresses.Single());
        return listener;
    }

    public async Task<IReadOnlyList<ReceivedDelivery>> WaitAsync(int count)
    {
        await Eventually.UntilAsync($"the app has received {count} deliveries", () => _received.Count >= count,
            cancellationToken: TestContext.Current.CancellationToken);
        return Received;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _received.Enqueue(new ReceivedDelivery(context.Request.Path, headers, body));
        await Answer(_received.Count, context);
    }
}
