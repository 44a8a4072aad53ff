using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Hosting;

namespace Shopkeeper.Frontend.Health;

/// <summary>Answers probes.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // Alive means that the process answers at all; what it depends on is a matter of readiness.
        routes.MapHealthChecks(
            "/health/live", new HealthCheckOptions { Predicate = _ => false }).OnlyOn(Listener.Public);
        routes.MapHealthChecks("/health/ready").OnlyOn(Listener.Internal);
    }
}
