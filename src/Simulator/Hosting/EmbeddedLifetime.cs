namespace Shopkeeper.Simulator.Hosting;

/// <summary>Leaves the process's signals to the process: who started the simulator stops it.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
