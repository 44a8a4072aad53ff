namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>A timer of a process, which goes with it.</summary>
internal sealed class SimulatedTimer(SimulationKernel kernel, SimulatedProcess process, Action callback) : ITimer
{
    private TimeSpan _period;

    public SimulatedProcess Process => process;

    public DateTimeOffset Due { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        kernel.RequireThread();
        kernel.Time.Remove(this);
        _period = period;
        if (dueTime == Timeout.InfiniteTimeSpan || !process.IsAlive) return true;
        Due = kernel.Time.Now + dueTime;
        kernel.Time.Add(this);
        return true;
    }

    /// <summary>It has been taken out: it is set anew where it repeats, and runs.</summary>
    public void Fire()
    {
        if (_period > TimeSpan.Zero) Change(_period, _period);
        callback();
    }

    public void Dispose() => kernel.Time.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
