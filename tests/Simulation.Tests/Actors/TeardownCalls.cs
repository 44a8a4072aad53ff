using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>Calls to the actor of a teardown.</summary>
internal sealed class TeardownCalls(SimulatedCluster cluster, SimulatedProcess caller, GrainId id) : ITeardown
{
    public Task RunAsync(CancellationToken cancellationToken) => CallAsync("run", async teardown =>
    {
        await teardown.RunAsync(CancellationToken.None);
        return true;
    });

    public Task TickAsync() => CallAsync("tick", async teardown =>
    {
        await ((IRemindable)teardown).ReceiveReminder("teardown", default);
        return true;
    });

    public Task<TeardownOrderReply> RetryAsync(CancellationToken cancellationToken) =>
        CallAsync("retry", teardown => teardown.RetryAsync(CancellationToken.None), interleaves: true);

    public Task<TeardownOrderReply> WaiveAsync(WaiveStep command, CancellationToken cancellationToken) =>
        CallAsync("waive", teardown => teardown.WaiveAsync(command, CancellationToken.None), interleaves: true);

    private Task<T> CallAsync<T>(string name, Func<ITeardown, Task<T>> call, bool interleaves = false) =>
        cluster.CallAsync(caller, id, $"teardown.{name}", grain => call((ITeardown)grain), interleaves);
}
