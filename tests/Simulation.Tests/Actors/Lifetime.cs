using Microsoft.Extensions.Hosting;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>A host that never stops in order: here processes die.</summary>
internal sealed class Lifetime : IHostApplicationLifetime
{
    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => throw new NotSupportedException();
}
