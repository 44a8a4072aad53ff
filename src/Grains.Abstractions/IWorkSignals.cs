namespace Shopkeeper.Grains.Abstractions;

/// <summary>Kinds of durable work that pollers look for.</summary>
public enum WorkKind
{
    /// <summary>Deliveries in the inbox.</summary>
    Deliveries = 1,

    /// <summary>Jobs that can run.</summary>
    Jobs = 2,

    /// <summary>Teardowns that can go on.</summary>
    Teardowns = 3,
}

/// <summary>
/// Wakes this silo's poller right after a commit that made work due. Only a hint: the poller finds the work anyway within
/// its period, so a lost signal costs time and nothing else.
/// </summary>
public interface IWorkSignals
{
    /// <summary>Says that there is work of a kind.</summary>
    void Notify(WorkKind kind);

    /// <summary>Ends when there is a signal of that kind or the time is over.</summary>
    Task WaitAsync(WorkKind kind, TimeSpan atMost, CancellationToken cancellationToken);
}
