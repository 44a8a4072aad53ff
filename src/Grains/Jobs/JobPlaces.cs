namespace Shopkeeper.Grains.Jobs;

/// <summary>The places for running jobs on a silo: a bound, and a way to wait until all are empty.</summary>
internal sealed class JobPlaces(int limit, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;
    private bool _closed;

    public int Taken
    {
        get
        {
            lock (_gate) return _taken;
        }
    }

    public bool HasFree
    {
        get
        {
            lock (_gate) return !_closed && _taken < limit;
        }
    }

    public JobPlace? TryTake()
    {
        lock (_gate)
        {
            if (_closed || _taken >= limit) return null;
            _taken++;
        }

        return new JobPlace(this, clock.GetTimestamp());
    }

    /// <summary>No place is given any more; the task ends when the last one taken is back.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            if (_taken == 0) _empty.TrySetResult();
        }

        return _empty.Task;
    }

    public void Return()
    {
        lock (_gate)
        {
            _taken--;
            if (_closed && _taken == 0) _empty.TrySetResult();
        }
    }
}
