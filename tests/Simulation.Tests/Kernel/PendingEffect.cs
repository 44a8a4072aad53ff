namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>What a process has asked for and not heard of yet.</summary>
internal abstract class PendingEffect(SimulatedProcess process, string name, DateTimeOffset latest)
{
    public SimulatedProcess Process => process;

    public string Name => name;

    /// <summary>The clock does not pass this before the effect is over.</summary>
    public DateTimeOffset Latest => latest;

    /// <summary>True once it happened and only its answer is on the way.</summary>
    public bool HasHappened { get; protected set; }

    /// <summary>Carries it out; what it throws is its answer.</summary>
    public abstract void Happen();

    /// <summary>Lets the caller go on with the answer, on the caller's context.</summary>
    public abstract void Answer();

    /// <summary>Lets the caller go on with a fault.</summary>
    public abstract void Fail(EffectFault fault);
}
