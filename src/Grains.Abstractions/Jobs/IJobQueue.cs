namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>
/// Decides about an installation's jobs: what runs when, and what is cancelled. Key: the installation id.
/// </summary>
[Alias(Aliases.IJobQueue)]
public interface IJobQueue : IGrainWithGuidKey
{
    /// <summary>Enqueues a job durably. The edge chooses its id, so that a second call finds the first one's.
    /// </summary>
    [Alias("Enqueue"), SafeToRepeat]
    Task<EnqueueReply> EnqueueAsync(EnqueueJob command, CancellationToken cancellationToken);

    /// <summary>
    /// Asks a job to stop. A queued job is cancelled at once; a running one when its runner has acknowledged. An ended
    /// job stays as it is.
    /// </summary>
    /// <returns>The job, or null when there is none of that id.</returns>
    [Alias("Cancel"), SafeToRepeat]
    Task<JobView?> CancelAsync(Guid job, CancellationToken cancellationToken);

    /// <summary>Hands due jobs to this silo's runner, within the concurrency limit. Poked by the poller.</summary>
    [Alias("Dispatch")]
    Task DispatchAsync(CancellationToken cancellationToken);
}
