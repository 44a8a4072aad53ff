namespace Shopkeeper.Simulator.Calls;

/// <summary>Wakes those who wait for the next change.</summary>
internal sealed class Signal
{
    private volatile TaskCompletionSource _next = Create();

    /// <summary>Completes at the next <see cref="Pulse"/>. Take it before looking at what may have changed.</summary>
    public Task Next => _next.Task;

    public void Pulse() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
