using Shopkeeper.Grains.Abstractions.Jobs;

namespace Shopkeeper.Grains.Tests.Jobs;

/// <summary>A handler whose work the test writes, and which tells when it has begun.</summary>
internal sealed class ScriptedHandler(string kind, Func<JobContext, CancellationToken, Task> work) : IJobHandler
{
    private int _runs;

    public string Kind => kind;

    public bool StartableFromSession { get; init; }

    public int Runs => Volatile.Read(ref _runs);

    /// <summary>Work without an end, that stops when told.</summary>
    public static Task UntilToldAsync(CancellationToken token) => new TaskCompletionSource().Task.WaitAsync(token);

    public Task RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        return work(context, cancellationToken);
    }
}
