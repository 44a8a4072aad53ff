using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>One activation of an actor: takes one call after the other, as Orleans lets it.</summary>
internal sealed class Activation(SimulatedSilo silo, GrainId id) : IGrainContext
{
    private const ConfigureAwaitOptions Quietly =
        ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    private Task _turn = Task.CompletedTask;
    private object? _grain;
    private Task<Task>? _activated;
    private int _calls;
    private bool _leaves;
    private bool _gone;

    public SimulatedSilo Silo => silo;

    public GrainId GrainId => id;

    public object? GrainInstance => _grain;

    /// <summary>True while calls may be sent to it.</summary>
    public bool IsOpen => !_leaves && silo.Process.IsAlive;

    /// <summary>True while it has a call that is not over.</summary>
    public bool IsAtWork => _calls > 0 && silo.Process.IsAlive;

    public IServiceProvider ActivationServices => silo.Services;

    // What goes on after an activation's end is never needed here, and would leave the kernel's thread.
    public Task Deactivated => _gone || !silo.Process.IsAlive
        ? Task.CompletedTask
        : new TaskCompletionSource().Task;

    /// <summary>Runs a call in its turn, on the silo's process, and tells of its task once that is over.</summary>
    public void Call(Func<object, Task> call, bool interleaves, Action<Task> told)
    {
        _ = CallAsync();

        async Task CallAsync()
        {
            _calls++;
            var before = _turn;
            var done = new TaskCompletionSource();
            if (!interleaves)
            {
                _turn = done.Task;
                await before;
            }

            // A fault is handed on and not thrown: a throw costs as much as many steps.
            var activated = await (_activated ??= ActivateAsync());
            var called = activated.IsCompletedSuccessfully ? Begin(() => call(_grain!)) : activated;
            await called.ConfigureAwait(Quietly);
            done.TrySetResult();
            if (--_calls == 0 && _leaves) _gone = true;
            told(called);
        }
    }

    private Task Begin(Func<Task> work)
    {
        try
        {
            return work();
        }
        catch (Exception thrown)
        {
            if (thrown is SimulationException broken) silo.Cluster.Kernel.Break(broken);
            return Task.FromException(thrown);
        }
    }

    /// <summary>No further call comes to it; it goes once those that it has are done.</summary>
    public void Leave()
    {
        _leaves = true;
        if (_calls == 0) _gone = true;
        silo.Cluster.Forget(this);
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) =>
        Leave();

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => id.GetHashCode();

    public GrainReference GrainReference => throw new NotSupportedException();

    public ActivationId ActivationId => throw new NotSupportedException();

    public GrainAddress Address => throw new NotSupportedException();

    public IGrainLifecycle ObservableLifecycle => throw new NotSupportedException();

    public IWorkItemScheduler Scheduler => throw new NotSupportedException();

    public void SetComponent<TComponent>(TComponent? value)
        where TComponent : class => throw new NotSupportedException();

    public object? GetTarget() => _grain;

    public object? GetComponent(Type componentType) => null;

    public void ReceiveMessage(object message) => throw new NotSupportedException();

    public void Activate(
        Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public void Rehydrate(IRehydrationContext context) => throw new NotSupportedException();

    public void Migrate(
        Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private async Task<Task> ActivateAsync()
    {
        var read = silo.ReadStateAsync(id);
        await ((Task)read).ConfigureAwait(Quietly);
        var activated = read.IsCompletedSuccessfully ? Begin(() => StartAsync(read.Result)) : read;
        await activated.ConfigureAwait(Quietly);

        // The next call finds another one, which reads anew.
        if (!activated.IsCompletedSuccessfully) Leave();
        return activated;
    }

    private Task StartAsync(StateRow? state)
    {
        _grain = GrainMaking.Make(this, () => silo.Create(this, state));
        return _grain is IGrainBase grain ? grain.OnActivateAsync(CancellationToken.None) : Task.CompletedTask;
    }
}
