using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Shopkeeper.Silo.Observability;

/// <summary>
/// Degraded when due work waits longer than it should anywhere in the cluster: deliveries are still taken, so the
/// process stays ready.
/// </summary>
internal sealed class OverdueWorkCheck(LevelGauges gauges, IOptions<TelemetryOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var overdue = gauges.Last?.Overdue ?? TimeSpan.Zero;
        return Task.FromResult(overdue <= options.Value.OverdueAfter
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"Due work has waited {(long)overdue.TotalSeconds} s."));
    }
}
