namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>
/// What a process's code goes on in: whatever is not continued inline is queued at the kernel, and comes to nothing
/// once the process is dead. So nothing that awaits ever leaves the kernel's thread.
/// </summary>
internal sealed class ProcessContext(SimulationKernel kernel, SimulatedProcess process) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => kernel.Enqueue(process, d, state);

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new SimulationException("Something waits for the simulation's thread and would block it.");

    public override SynchronizationContext CreateCopy() => this;
}
