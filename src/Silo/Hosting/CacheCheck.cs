using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shopkeeper.Grains.Abstractions.Caching;

namespace Shopkeeper.Silo.Hosting;

/// <summary>
/// Without the cache that all silos share the service is slower, and teardowns wait; but it is ready: deliveries are
/// made durable all the same.
/// </summary>
internal sealed class CacheCheck(ISharedCache cache) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await cache.PingAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (CacheUnavailableException down)
        {
            return HealthCheckResult.Degraded($"The shared cache does not answer ({down.Code}).");
        }
    }
}
