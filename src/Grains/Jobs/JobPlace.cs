namespace Shopkeeper.Grains.Jobs;

/// <summary>A place in a runner, taken before a job is claimed. Given back when disposed; twice is safe.</summary>
internal sealed class JobPlace(JobPlaces places, long takenAt) : IDisposable
{
    private int _returned;

    /// <summary>When it was taken, on the runner's monotonic clock: no later than the lease begins.</summary>
    public long TakenAt { get; } = takenAt;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0) places.Return();
    }
}
