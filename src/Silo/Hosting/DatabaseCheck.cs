using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Silo.Hosting;

/// <summary>Ready means that deliveries can be made durable: the database answers.</summary>
internal sealed class DatabaseCheck(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.PingAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StorageUnavailableException down)
        {
            return HealthCheckResult.Unhealthy($"The database does not answer ({down.Code}).");
        }
    }
}
