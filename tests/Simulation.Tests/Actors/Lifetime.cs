using Microsoft.Extensions.Hosting;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>A silo's host: it may be asked to stop in order.</summary>
internal sealed class Lifetime : IHostApplicationLifetime
{
    // Who asks nothing of it costs nothing.
    private CancellationToken _stopping = CancellationToken.None;

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => _stopping;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public bool IsStopping => _stopping.IsCancellationRequested;

    public void StopApplication() => _stopping = new CancellationToken(canceled: true);
}
