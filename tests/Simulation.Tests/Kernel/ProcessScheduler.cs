namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>For what is meant to run beside its caller: it runs next on the kernel's thread.</summary>
internal sealed class ProcessScheduler(SimulationKernel kernel, SimulatedProcess process) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    protected override void QueueTask(Task task) =>
        kernel.Enqueue(process, queued => TryExecuteTask((Task)queued!), task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
