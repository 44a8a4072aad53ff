using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Grains.Tests.Jobs;

/// <summary>Counts signals.</summary>
internal sealed class FakeSignals : IWorkSignals
{
    private int _jobs;

    public int Jobs => Volatile.Read(ref _jobs);

    public void Notify(WorkKind kind)
    {
        if (kind == WorkKind.Jobs) Interlocked.Increment(ref _jobs);
    }

    public Task WaitAsync(WorkKind kind, TimeSpan atMost, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
