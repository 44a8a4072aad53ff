using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shopkeeper.Silo.Hosting;

/// <summary>Ready means that the other silos count on this one: it is active in the cluster.</summary>
internal sealed class MembershipCheck(ISiloStatusOracle silos) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(silos.CurrentStatus == SiloStatus.Active
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The silo is not active in the cluster ({silos.CurrentStatus})."));
}
