using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Silo.Observability;

/// <summary>
/// Degraded when the folder of keys can't be read: this process still has them in memory, and no restart will.
/// </summary>
internal sealed class KeysCheck(IKeyFiles keys) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(keys.AreReadable()
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("The folder of keys can't be read: see Keys:Directory before a restart."));
}
