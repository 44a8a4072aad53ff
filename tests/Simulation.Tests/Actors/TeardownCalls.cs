using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>Calls to the actor of a teardown.</summary>
internal sealed class TeardownCalls(SimulatedCluster cluster, SimulatedProcess caller, GrainId id) : ITeardown
{
    public Task RunAsync(CancellationToken cancellationToken) =>
        TellAsync("teardown.run", teardown => teardown.RunAsync(CancellationToken.None));

    public Task TickAsync() =>
        TellAsync("teardown.tick", teardown => ((IRemindable)teardown).ReceiveReminder("teardown", default));

    public Task<TeardownOrderReply> RetryAsync(CancellationToken cancellationToken) =>
        CallAsync("teardown.retry", teardown => teardown.RetryAsync(CancellationToken.None), interleaves: true);

    public Task<TeardownOrderReply> WaiveAsync(WaiveStep command, CancellationToken cancellationToken) =>
        CallAsync(
            "teardown.waive", teardown => teardown.WaiveAsync(command, CancellationToken.None), interleaves: true);

    private Task<bool> TellAsync(string name, Func<ITeardown, Task> call) =>
        cluster.CallAsync(caller, id, name, grain => call((ITeardown)grain));

    private Task<T> CallAsync<T>(string name, Func<ITeardown, Task<T>> call, bool interleaves = false) =>
        cluster.CallAsync(caller, id, name, grain => call((ITeardown)grain), interleaves);
}
