namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>A process's own clock: the world's, and wrong by as much as the process is.</summary>
internal sealed class ProcessClock(SimulationKernel kernel, SimulatedProcess process) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => kernel.Time.Now + process.Skew;

    public override long GetTimestamp() => kernel.Time.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(kernel, process, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }
}
