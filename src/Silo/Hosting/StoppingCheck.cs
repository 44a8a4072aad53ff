using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shopkeeper.Silo.Hosting;

/// <summary>A process that was asked to stop is not ready, from that moment on, though it still answers.</summary>
internal sealed class StoppingCheck(IHostApplicationLifetime host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(host.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("The process is stopping.")
            : HealthCheckResult.Healthy());
}
