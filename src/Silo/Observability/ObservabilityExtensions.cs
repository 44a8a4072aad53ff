using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Shopkeeper.Grains.Abstractions.Tracing;

namespace Shopkeeper.Silo.Observability;

/// <summary>
/// Metrics for Prometheus, and metrics and traces for a collector where one is set. Calls to Shopify are not measured
/// per host here: the host is the shop, and nothing here names one.
/// </summary>
internal static class ObservabilityExtensions
{
    private const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddObservability(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        services.AddSingleton<LevelGauges>();
        services.AddHostedService<LevelReader>();
        services.AddHealthChecks().AddCheck<OverdueWorkCheck>("work").AddCheck<KeysCheck>("keys");
        var options = new TelemetryOptions();
        builder.Configuration.GetSection(TelemetryOptions.Section).Bind(options);
        var isSent = options.OtlpEndpoint.Length > 0 || builder.Configuration[StandardEndpoint] is { Length: > 0 };

        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddMeter("Shopkeeper", "Shopkeeper.*", "Microsoft.Orleans", "System.Runtime")
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
                .AddPrometheusExporter();
            if (isSent) metrics.AddOtlpExporter(exporter => Configure(exporter, options, "v1/metrics"));
        });
        if (!isSent) return;
        telemetry.WithTracing(tracing => tracing
            .SetSampler(new TraceSampler(Math.Clamp(options.SampleRatio, 0, 1)))
            .AddSource(Traces.SourceNames)
            .AddAspNetCoreInstrumentation(requests => requests.Filter = IsTraced)
            .AddProcessor(new AllowedTags())
            .AddOtlpExporter(exporter => Configure(exporter, options, "v1/traces")));
    }

    /// <summary>Puts calls of grains into traces.</summary>
    public static void AddGrainCallSpans(this IServiceCollection services)
    {
        services.AddSingleton<IOutgoingGrainCallFilter, GrainCallSpans>();
        services.AddSingleton<IIncomingGrainCallFilter, GrainCallSpans>();
    }

    private static bool IsTraced(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments("/metrics")
        && !context.Request.Path.StartsWithSegments("/dashboard");

    // Given an address, the exporter takes it as it is: over HTTP the signal's path is ours to add.
    private static void Configure(OtlpExporterOptions exporter, TelemetryOptions options, string path)
    {
        if (options.OtlpEndpoint.Length == 0) return;
        var isHttp = options.OtlpProtocol != "grpc";
        exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = isHttp
            ? new Uri($"{options.OtlpEndpoint.TrimEnd('/')}/{path}")
            : new Uri(options.OtlpEndpoint);
        if (options.OtlpHeaders.Length > 0) exporter.Headers = options.OtlpHeaders;
    }
}
