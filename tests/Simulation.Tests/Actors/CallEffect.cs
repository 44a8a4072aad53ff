using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>
/// A call from one process to an actor: it happens when it arrives there, and its answer comes back once the actor is
/// done and the network has let the caller know.
/// </summary>
internal sealed class CallEffect<T>(
    SimulatedCluster cluster,
    SimulatedProcess caller,
    GrainId id,
    string name,
    DateTimeOffset latest,
    Func<object, Task> call,
    Func<Task, T> read,
    bool interleaves)
    : PendingEffect(caller, name, latest)
{
    private readonly TaskCompletionSource<T> _caller = new();
    private SimulatedProcess? _target;
    private Task? _done;
    private Action? _died;
    private bool _hasDied;
    private bool _isAnswered;

    public Task<T> Task => _caller.Task;

    public override void Happen()
    {
        HasHappened = true;
        var activation = cluster.Find(id);
        _target = activation.Silo.Process;
        if (_target != Process) _target.OnDeath(_died = Die);
        cluster.Kernel.Within(_target, () => activation.Call(call, interleaves, End));
    }

    public override void Answer()
    {
        _isAnswered = true;
        TryTell();
    }

    public override void Fail(EffectFault fault) => _caller.TrySetException(new TimeoutException());

    private void End(Task done)
    {
        if (!_hasDied) _done = done;
        if (_isAnswered) cluster.Kernel.Within(Process, TryTell);
        if (_died is not null) _target!.NoMoreOnDeath(_died);
    }

    private void Die()
    {
        _hasDied = _done is null;
        if (_isAnswered) cluster.Kernel.Within(Process, TryTell);
    }

    private void TryTell()
    {
        if (_done is { } done)
        {
            if (done.IsCompletedSuccessfully) _caller.TrySetResult(read(done));
            else _caller.TrySetException(done.Exception?.InnerException ?? new TaskCanceledException(done));
        }
        else if (_hasDied)
        {
            _caller.TrySetException(new SiloUnavailableException());
        }
    }
}
