using Shopkeeper.Grains.Abstractions.Jobs;

namespace Shopkeeper.Cluster.Tests.Jobs;

/// <summary>A job whose work the test writes.</summary>
internal sealed class TestJob(string kind, Func<JobContext, CancellationToken, Task> work) : IJobHandler
{
    public string Kind => kind;

    public Task RunAsync(JobContext context, CancellationToken cancellationToken) => work(context, cancellationToken);

    /// <summary>Work without an end, that stops when told.</summary>
    public static Task UntilToldAsync(CancellationToken token) => new TaskCompletionSource().Task.WaitAsync(token);
}
