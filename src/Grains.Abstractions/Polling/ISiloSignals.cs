namespace Shopkeeper.Grains.Abstractions.Polling;

/// <summary>
/// Reaches a silo's pollers from a process that has none: a front end. It answers on whichever silo the call arrives.
/// Key: 0.
/// </summary>
[Alias(Aliases.ISiloSignals)]
public interface ISiloSignals : IGrainWithIntegerKey
{
    /// <summary>Wakes the silo's poller of a kind. It finds the work of every shop.</summary>
    [Alias("Notify"), SafeToRepeat]
    Task NotifyAsync(WorkKind kind);

    /// <summary>Answers: the way to the actors is open.</summary>
    [Alias("Ping"), SafeToRepeat]
    Task PingAsync();
}
