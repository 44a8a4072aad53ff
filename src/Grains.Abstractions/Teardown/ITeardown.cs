using Orleans.Concurrency;

namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>
/// Confirms the end of one installation and tears it down to the certificate. Key: the installation id.
/// </summary>
[Alias(Aliases.ITeardown)]
public interface ITeardown : IGrainWithGuidKey
{
    /// <summary>
    /// Goes on with whatever is due: a confirmation, or steps until one has to wait. Poked by the poller; poking once
    /// too often does no harm.
    /// </summary>
    [Alias("Run")]
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>
    /// An operator has it tried again at once: a teardown that stands still with all its attempts before it, one that
    /// waits without the wait, an end that could not be confirmed from the start. Answers also while a step runs.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Retry"), SafeToRepeat]
    Task<TeardownOrderReply> RetryAsync(CancellationToken cancellationToken);

    /// <summary>
    /// An operator waives the step at which the teardown stands still or waits, or one participant of it; what it
    /// leaves is certified as not erased. Repeating it changes nothing. Answers also while a step runs.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Waive"), SafeToRepeat]
    Task<TeardownOrderReply> WaiveAsync(WaiveStep command, CancellationToken cancellationToken);
}
