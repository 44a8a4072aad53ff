using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Telemetry;

/// <summary>A collector of OpenTelemetry data over HTTP: keeps all it is sent.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<byte[]> _traces = new();
    private readonly ConcurrentQueue<byte[]> _metrics = new();
    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    /// <summary>Its address.</summary>
    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
        .Addresses.Single();

    /// <summary>The spans received so far.</summary>
    public IReadOnlyList<CollectedSpan> Spans => [.. _traces.SelectMany(body => CollectedSpan.ReadAll(body))];

    /// <summary>All received, as bytes one to a character: what texts say can be searched in it.</summary>
    public string Everything =>
        string.Join('\n', _traces.Concat(_metrics).Select(Encoding.Latin1.GetString));

    /// <summary>The settings of a service that sends its telemetry here, without much delay.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Telemetry:OtlpEndpoint"] = Url,
        ["Telemetry:OtlpProtocol"] = "http/protobuf",
        ["Telemetry:LevelsEvery"] = "00:00:01",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector._app.MapPost("/v1/traces", request => KeepAsync(request, collector._traces));
        collector._app.MapPost("/v1/metrics", request => KeepAsync(request, collector._metrics));
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Waits for spans.</summary>
    public Task<IReadOnlyList<CollectedSpan>> UntilAsync(string what, Predicate<IReadOnlyList<CollectedSpan>> wanted) =>
        Eventually.PollAsync(what, () => Task.FromResult(Spans), spans => wanted(spans), TimeSpan.FromSeconds(60));

    /// <summary>Waits until a metric of that name was sent.</summary>
    public Task UntilMetricAsync(string name) => Eventually.UntilAsync(
        $"the metric {name} is collected",
        () => _metrics.Any(body => Encoding.Latin1.GetString(body).Contains(name, StringComparison.Ordinal)),
        TimeSpan.FromSeconds(60));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task KeepAsync(HttpContext context, ConcurrentQueue<byte[]> into)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        into.Enqueue(body.ToArray());
    }
}
