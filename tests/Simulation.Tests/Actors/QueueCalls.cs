using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>Calls to an installation's queue of jobs.</summary>
internal sealed class QueueCalls(SimulatedCluster cluster, SimulatedProcess caller, GrainId id) : IJobQueue
{
    public Task<EnqueueReply> EnqueueAsync(EnqueueJob command, CancellationToken cancellationToken) =>
        CallAsync("queue.enqueue", queue => queue.EnqueueAsync(command, CancellationToken.None));

    public Task<JobView?> CancelAsync(Guid job, CancellationToken cancellationToken) =>
        CallAsync("queue.cancel", queue => queue.CancelAsync(job, CancellationToken.None));

    public Task DispatchAsync(CancellationToken cancellationToken) => cluster.CallAsync(
        caller, id, "queue.dispatch", grain => ((IJobQueue)grain).DispatchAsync(CancellationToken.None));

    private Task<T> CallAsync<T>(string name, Func<IJobQueue, Task<T>> call) =>
        cluster.CallAsync(caller, id, name, grain => call((IJobQueue)grain));
}
