using Microsoft.Extensions.Options;

namespace Shopkeeper.Silo.Hosting;

/// <summary>
/// Keeps the listeners open for a while after the process was asked to stop. Readiness says so at once, and pollers,
/// jobs and teardowns hand over at once too; the wait is for balancers alone, who learn it at their next probe.
/// </summary>
internal sealed class StopGrace(
    IHostApplicationLifetime host, IOptions<ClusterSettings> settings, IHostEnvironment environment,
    TimeProvider clock) : IHostedLifecycleService
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(2);
    private long? _askedAt;

    private TimeSpan Grace =>
        settings.Value.StopGrace ?? (environment.IsDevelopment() ? TimeSpan.Zero : Default);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        host.ApplicationStopping.Register(() => _askedAt = clock.GetTimestamp());
        return Task.CompletedTask;
    }

    /// <summary>Before anything stops; what others did meanwhile in the same phase counts as waited.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_askedAt is not { } askedAt) return;
        var left = Grace - clock.GetElapsedTime(askedAt);
        if (left > TimeSpan.Zero) await Task.WhenAny(Task.Delay(left, clock, cancellationToken));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
