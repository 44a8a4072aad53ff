using Shopkeeper.Grains.Abstractions.Jobs;

namespace Shopkeeper.Grains.Jobs;

/// <summary>One attempt at a job on this silo: what it is told, and what it tells.</summary>
internal sealed class JobAttempt(ClaimedJob job, JobPlace place) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private JobStop _stop;
    private JobProgress _progress;
    private Task _callbacks = Task.CompletedTask;
    private bool _over;

    public ClaimedJob Job { get; } = job;

    public JobPlace Place { get; } = place;

    /// <summary>Cancelled when the attempt is to stop.</summary>
    public CancellationToken Token => _stopping.Token;

    /// <summary>Ends when the attempt is told to stop.</summary>
    public Task Told => _told.Task;

    /// <summary>Why it was told to stop, if it was.</summary>
    public JobStop Stop
    {
        get
        {
            lock (_gate) return _stop;
        }
    }

    public JobProgress Progress
    {
        get
        {
            lock (_gate) return _progress;
        }
    }

    /// <summary>Keeps what the handler reports until the next renewal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A figure is negative.</exception>
    public void Report(JobProgress progress)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(progress.Done);
        if (progress.Total is { } total) ArgumentOutOfRangeException.ThrowIfNegative(total);
        lock (_gate) _progress = progress;
    }

    /// <summary>Tells the attempt to stop. Of several reasons the greatest counts.</summary>
    public void Tell(JobStop reason)
    {
        lock (_gate)
        {
            if (_over || _stop >= reason) return;
            var first = _stop == JobStop.None;
            _stop = reason;
            // The handler's own callbacks run on the pool: whoever tells it to stop does not wait for them.
            if (!first) return;
            _callbacks = _stopping.CancelAsync();
            _told.SetResult();
        }
    }

    /// <summary>Waits for what the handler registered on its token; its exceptions are the handler's.</summary>
    public Task CallbacksAsync()
    {
        lock (_gate) return _callbacks;
    }

    public void Dispose()
    {
        lock (_gate) _over = true;
        Place.Dispose();
        _stopping.Dispose();
    }
}
