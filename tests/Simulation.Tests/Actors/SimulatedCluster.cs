using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>The silos that live, and which activation a call goes to.</summary>
internal sealed class SimulatedCluster(SimulationKernel kernel)
{
    private readonly Dictionary<GrainId, Activation> _directory = [];

    public List<SimulatedSilo> Silos { get; } = [];

    public SimulationKernel Kernel => kernel;

    /// <summary>Any silo that lives; there is always one.</summary>
    public SimulatedSilo AnySilo() => kernel.Chance.Of(Silos);

    /// <summary>A call from one process to an actor, as an effect: it may be lost, and so may its answer.</summary>
    public Task<T> CallAsync<T>(
        SimulatedProcess caller, GrainId id, string name, Func<object, Task<T>> call, bool interleaves = false) =>
        CallAsync(caller, id, name, call, static done => ((Task<T>)done).Result, interleaves);

    /// <summary>A call without an answer, which is true once it is done.</summary>
    public Task<bool> CallAsync(SimulatedProcess caller, GrainId id, string name, Func<object, Task> call) =>
        CallAsync(caller, id, name, call, static _ => true, interleaves: false);

    /// <summary>From here on calls go to another activation, while this one goes on with what it has.</summary>
    public void Forget(Activation activation)
    {
        if (_directory.GetValueOrDefault(activation.GrainId) == activation) _directory.Remove(activation.GrainId);
    }

    /// <summary>A partition: the directory forgets one of its actors, or keeps all where it has none.</summary>
    public void ForgetOne()
    {
        if (_directory.Count > 0) _directory.Remove(_directory.Keys.ElementAt(kernel.Chance.Below(_directory.Count)));
    }

    private Task<T> CallAsync<T>(
        SimulatedProcess caller,
        GrainId id,
        string name,
        Func<object, Task> call,
        Func<Task, T> read,
        bool interleaves) =>
        kernel.Effects.DoOrThrow(
            caller, name, () => Begin(caller, id, call, read, interleaves), static _ => new TimeoutException())
            .Unwrap();

    private Task<T> Begin<T>(
        SimulatedProcess caller, GrainId id, Func<object, Task> call, Func<Task, T> read, bool interleaves)
    {
        if (!_directory.TryGetValue(id, out var activation) || !activation.IsOpen)
            _directory[id] = activation = new Activation(AnySilo(), id);
        var target = activation.Silo.Process;
        var answer = new TaskCompletionSource<T>();
        Action died = () => kernel.Within(caller, () => answer.TrySetException(new OrleansMessageRejectionLike()));
        if (target != caller) target.OnDeath(died);
        kernel.Within(target, () => _ = RelayAsync());
        return answer.Task;

        async Task RelayAsync()
        {
            var called = await activation.CallAsync(call, interleaves);
            kernel.Within(caller, () => Answer(called, read, answer));
            target.NoMoreOnDeath(died);
        }
    }

    private static void Answer<T>(Task called, Func<Task, T> read, TaskCompletionSource<T> answer)
    {
        if (called.IsCompletedSuccessfully) answer.TrySetResult(read(called));
        else answer.TrySetException(called.Exception?.InnerException ?? new TaskCanceledException(called));
    }

    /// <summary>What Orleans tells a caller whose callee's silo died.</summary>
    private sealed class OrleansMessageRejectionLike() : OrleansException("The silo died.");
}
