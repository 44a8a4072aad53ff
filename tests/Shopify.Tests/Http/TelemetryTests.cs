using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;
using static Shopkeeper.Shopify.Tests.Http.ShopifyServer;

namespace Shopkeeper.Shopify.Tests.Http;

[Collection(Alone.Name)]
public sealed class TelemetryTests
{
    private static readonly string[] Canaries =
        ["shpat_canary", "secret-canary", "code-canary", "blue.myshopify.com", "page-canary", "nobody.invalid"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_leave_no_shop_token_or_body_in_logs_traces_or_metrics()
    {
        using var logs = new ListLoggerProvider();
        var spans = new ConcurrentQueue<string>();
        var labels = new ConcurrentQueue<string>();
        using var traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("System.Net", StringComparison.Ordinal)
                || source.Name.Contains("Polly", StringComparison.Ordinal),
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue($"{span.DisplayName} {string.Join(' ', span.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(traces);
        using var meters = Listen(labels);

        await using (var server = await StartAsync(
            [Answer(503, "page-canary"), Drop, Answer(200, "page-canary", "text/html")],
            TimeSpan.FromSeconds(10),
            logs))
        {
            using var parent = new Activity("parent").Start();
            await server.Admin.ProbeAsync(server.Access, Cancel);
            await server.Admin.UninstallAsync(server.Access, Cancel);
            await server.Service<IOAuthClient>().ExchangeCodeAsync(server.Access.Shop, "code-canary", Cancel);
            Assert.All(server.Requests, request => Assert.False(request.Headers.ContainsKey("traceparent")));
        }
        await using (var server = await StartAsync([Hang], TimeSpan.FromMilliseconds(300), logs))
            await server.Admin.ProbeAsync(server.Access, Cancel);
        // The exception's message names the host.
        await using (var nobody = Services("https://nobody.invalid", TimeSpan.FromSeconds(2), logs))
        {
            var access = new AdminAccess(ShopDomain.Parse("blue.myshopify.com"), new AccessToken("shpat_canary"));
            await nobody.GetRequiredService<IAdminClient>().ProbeAsync(access, Cancel);
        }

        foreach (var line in logs.Lines.Concat(spans).Concat(labels))
            Assert.All(Canaries, canary => Assert.DoesNotContain(canary, line, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(labels, line => line.Contains("server.address", StringComparison.Ordinal)
            && !line.StartsWith("Shopkeeper.Shopify.Unexported", StringComparison.Ordinal));
    }

    private static MeterListener Listen(ConcurrentQueue<string> labels)
    {
        var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name is "System.Net.Http" or "Polly") listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<double>(
            (instrument, _, tags, _) => labels.Enqueue(Describe(instrument, tags)));
        meters.SetMeasurementEventCallback<long>(
            (instrument, _, tags, _) => labels.Enqueue(Describe(instrument, tags)));
        meters.SetMeasurementEventCallback<int>(
            (instrument, _, tags, _) => labels.Enqueue(Describe(instrument, tags)));
        meters.Start();
        return meters;
    }

    private static string Describe(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        $"{instrument.Meter.Name} {instrument.Name} {string.Join(' ', tags.ToArray())}";
}
