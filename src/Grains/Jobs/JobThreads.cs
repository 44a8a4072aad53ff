namespace Shopkeeper.Grains.Jobs;

/// <summary>
/// Where attempts and their handlers run: beside whoever starts them, on the pool. A simulation brings a scheduler of
/// its own.
/// </summary>
internal sealed class JobThreads(TaskScheduler scheduler)
{
    /// <summary>Runs work beside the caller.</summary>
    public Task<T> Run<T>(Func<Task<T>> work) => Task.Factory
        .StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler)
        .Unwrap();

    /// <inheritdoc cref="Run{T}"/>
    public Task Run(Func<Task> work) => Task.Factory
        .StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler)
        .Unwrap();
}
