using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shopkeeper.Frontend.Hosting;

namespace Shopkeeper.Frontend.Health;

/// <summary>Answers probes.</summary>
internal static class HealthEndpoints
{
    /// <summary>Readiness is the internal listener's; where there is no public one, so is being alive.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes, Listener alive)
    {
        // Alive means that the process answers at all; what it depends on is a matter of readiness.
        routes.MapHealthChecks(
            "/health/live", new HealthCheckOptions { Predicate = _ => false }).OnlyOn(alive);
        routes.MapHealthChecks(
            "/health/ready", new HealthCheckOptions { ResponseWriter = TellAsync }).OnlyOn(Listener.Internal);
    }

    // The checks' own words, never an exception's.
    private static Task TellAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new HealthView(
            report.Status.ToString(),
            report.Entries.ToDictionary(
                entry => entry.Key,
                entry => new HealthCheckView(entry.Value.Status.ToString(), entry.Value.Description))));
}
