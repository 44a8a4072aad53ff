namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>
/// One process: what it holds in memory and has asked for goes when it dies. A restart is another object.
/// </summary>
internal sealed class SimulatedProcess
{
    private readonly SimulationKernel _kernel;
    private readonly List<Action> _onDeath = [];

    public SimulatedProcess(SimulationKernel kernel, string name)
    {
        _kernel = kernel;
        Name = name;
        Context = new ProcessContext(kernel, this);
        Clock = new ProcessClock(kernel, this);
        Apart = new ProcessScheduler(kernel, this);
    }

    public string Name { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>How wrong its clock is.</summary>
    public TimeSpan Skew { get; set; }

    public SynchronizationContext Context { get; }

    public TimeProvider Clock { get; }

    public TaskScheduler Apart { get; }

    /// <summary>Told when it dies: who waits for its answer hears of it that way.</summary>
    public void OnDeath(Action told) => _onDeath.Add(told);

    public void NoMoreOnDeath(Action told) => _onDeath.Remove(told);

    public void Die()
    {
        if (!IsAlive) return;
        IsAlive = false;
        _kernel.Trace("dies", Name);
        _kernel.Effects.Drop(this);
        _kernel.Time.Drop(this);
        foreach (var told in _onDeath.ToArray()) told();
        _onDeath.Clear();
    }
}
