using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shopkeeper.Grains.Abstractions.Polling;

namespace Shopkeeper.Silo.Hosting;

/// <summary>Ready means for a front end that a silo answers it. Deliveries are taken all the same.</summary>
internal sealed class GatewayCheck(IGrainFactory grains, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<ISiloSignals>(0).PingAsync().WaitAsync(AnswerLimit, clock, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (IsAbsence(failure))
        {
            return HealthCheckResult.Unhealthy($"No silo answers ({failure.GetType().Name}).");
        }
    }

    // Before the first silo was met, no actor's kind is known: that is the one told as an argument's fault.
    private static bool IsAbsence(Exception failure) => failure
        is OrleansException or TimeoutException or InvalidOperationException or ArgumentException;
}
