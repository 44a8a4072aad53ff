using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace Shopkeeper.Shopify.Http;

/// <summary>
/// The HTTP client for Shopify. Its addresses name shops, so nothing of it is logged, traced or measured by the
/// libraries: the callers' observers are told instead.
/// </summary>
internal static class ShopifyHttp
{
    public const string ClientName = "Shopkeeper.Shopify";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ShopifyTransport>();
        var client = services.AddHttpClient(ClientName, http =>
        {
            http.Timeout = Timeout.InfiniteTimeSpan;
            http.DefaultRequestHeaders.UserAgent.ParseAdd("Shopkeeper/0.1");
        });
        client.UseSocketsHttpHandler((handler, _) => Configure(handler)).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        client.RemoveAllLoggers();
        client.AddResilienceHandler("calls", (pipeline, context) => Configure(
            pipeline,
            context.ServiceProvider.GetRequiredService<IOptions<ShopifyOptions>>().Value,
            context.ServiceProvider.GetRequiredService<TimeProvider>()));
        client.AddHttpMessageHandler(provider => new ReplyHandler(provider.GetRequiredService<TimeProvider>()));
    }

    private static void Configure(SocketsHttpHandler handler)
    {
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.AutomaticDecompression = DecompressionMethods.All;
        handler.ConnectTimeout = ConnectTimeout;
        handler.PooledConnectionLifetime = ConnectionLifetime;
        handler.ActivityHeadersPropagator = null;
        handler.MeterFactory = new SilentMeterFactory();
    }

    private static void Configure(
        ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ShopifyOptions options, TimeProvider time)
    {
        // The telemetry of the pipeline would log exceptions, whose messages name the host.
        pipeline.TelemetryListener = null;
        pipeline.TimeProvider = time;
        pipeline.AddTimeout(new HttpTimeoutStrategyOptions { Timeout = options.CallBudget });
        pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            // First, because setting it takes away the generator of delays. The header is read by RetryAfter instead.
            ShouldRetryAfterHeader = false,
            MaxRetryAttempts = CallState.MaximumAttempts - 1,
            ShouldHandle = arguments =>
                ValueTask.FromResult(ShouldRetry(arguments.Context, arguments.Outcome.Exception)),
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(StateOf(arguments.Context)?.NextDelay),
        });
    }

    private static bool ShouldRetry(ResilienceContext context, Exception? fault)
    {
        if (context.CancellationToken.IsCancellationRequested || StateOf(context) is not { } state) return false;
        var failure = fault is null
            ? state.Reply?.Failure
            : CallFaults.Map(fault, context.CancellationToken);
        return state.ShouldRetry(failure);
    }

    private static CallState? StateOf(ResilienceContext context) =>
        context.GetRequestMessage() is { } request && request.Options.TryGetValue(CallState.Key, out var state)
            ? state
            : null;
}
