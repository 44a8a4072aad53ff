using Orleans.Core;
using Orleans.Timers;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>What actors take of Orleans' runtime.</summary>
internal sealed class SimulatedRuntime(SimulatedSilo silo) : IGrainRuntime, ITimerRegistry, IServiceProvider
{
    public IGrainFactory GrainFactory => silo.Grains;

    public ITimerRegistry TimerRegistry => this;

    public IServiceProvider ServiceProvider => this;

    public TimeProvider TimeProvider => silo.Process.Clock;

    public string SiloIdentity => silo.Process.Name;

    public SiloAddress SiloAddress => throw new NotSupportedException();

    public void DeactivateOnIdle(IGrainContext grainContext) => ((Activation)grainContext).Leave();

    public void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan) => throw new NotSupportedException();

    public IStorage<TGrainState> GetStorage<TGrainState>(IGrainContext grainContext) =>
        throw new NotSupportedException();

    public IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext,
        Func<TState, CancellationToken, Task> callback,
        TState state,
        GrainTimerCreationOptions options)
    {
        var activation = (Activation)grainContext;
        return new Timer(silo.Process.Clock.CreateTimer(
            _ => Tick(), null, options.DueTime, options.Period));

        void Tick() => activation.Call(
            _ => callback(state, CancellationToken.None), options.Interleave, called => silo.Tell("timer", called));
    }

    public IDisposable RegisterTimer(
        IGrainContext grainContext, Func<object?, Task> asyncCallback, object? state, TimeSpan dueTime,
        TimeSpan period) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType) =>
        serviceType == typeof(IGrainRuntime) || serviceType == typeof(ITimerRegistry) ? this
        : serviceType == typeof(IReminderRegistry) ? silo.Reminders
        : serviceType == typeof(TimeProvider) ? silo.Process.Clock
        : null;

    private sealed class Timer(ITimer timer) : IGrainTimer
    {
        public void Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose() => timer.Dispose();
    }
}
