using OpenTelemetry.Metrics;

namespace Shopkeeper.Silo.Hosting;

/// <summary>
/// Metrics for Prometheus. Calls to Shopify are not measured per host here: the host is the shop, and no metric names
/// one.
/// </summary>
internal static class Observability
{
    public static void AddObservability(this WebApplicationBuilder builder) =>
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Shopkeeper", "Shopkeeper.*", "Microsoft.Orleans", "System.Runtime")
            .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddPrometheusExporter());
}
