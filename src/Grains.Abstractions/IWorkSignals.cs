namespace Shopkeeper.Grains.Abstractions;

/// <summary>
/// Wakes this silo's poller right after a commit that made work due. Only a hint: the poller finds the work anyway
/// within its period, so a lost signal costs time and nothing else.
/// </summary>
public interface IWorkSignals
{
    /// <summary>Says that there is work of a kind.</summary>
    void Notify(WorkKind kind);

    /// <summary>Ends when there is a signal of that kind or the time is over.</summary>
    Task WaitAsync(WorkKind kind, TimeSpan atMost, CancellationToken cancellationToken);
}
