namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>Decides about an installation's jobs: what runs when, and what is cancelled. Key: the installation id.</summary>
[Alias(Aliases.IJobQueue)]
public interface IJobQueue : IGrainWithGuidKey
{
    /// <summary>Enqueues a job durably.</summary>
    [Alias("Enqueue")]
    Task<EnqueueReply> EnqueueAsync(EnqueueJob command, CancellationToken cancellationToken);

    /// <summary>
    /// Asks a job to stop. A queued job is cancelled at once; a running one when its runner has acknowledged. An ended
    /// job stays as it is.
    /// </summary>
    /// <returns>The job, or null when there is none of that id.</returns>
    [Alias("Cancel")]
    Task<JobView?> CancelAsync(Guid job, CancellationToken cancellationToken);

    /// <summary>Hands due jobs to this silo's runner, within the concurrency limit. Poked by the poller.</summary>
    [Alias("Dispatch")]
    Task DispatchAsync(CancellationToken cancellationToken);
}

/// <summary>The order to enqueue a job.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.EnqueueJob)]
public sealed record EnqueueJob
{
    /// <summary>The handler's kind.</summary>
    [Id(0)]
    public required string Kind { get; init; }

    /// <summary>A JSON object, at most 64 KiB.</summary>
    [Id(1)]
    public required string Arguments { get; init; }

    /// <summary>The caller's <c>Idempotency-Key</c>.</summary>
    [Id(2)]
    public string? IdempotencyKey { get; init; }

    /// <summary>True when a session of the embedded app asks: only kinds that are startable from a session are taken.</summary>
    [Id(3)]
    public bool FromSession { get; init; }
}

/// <summary>What became of <see cref="EnqueueJob"/>.</summary>
public enum EnqueueOutcome
{
    /// <summary>No handler of that kind, or not startable from a session.</summary>
    UnknownKind = 0,

    /// <summary>Enqueued.</summary>
    Enqueued = 1,

    /// <summary>The same key was used before: the earlier job is answered.</summary>
    AlreadyEnqueued = 2,

    /// <summary>The installation has as many unfinished jobs as it may have.</summary>
    QueueFull = 3,

    /// <summary>The installation has ended.</summary>
    InstallationEnded = 4,

    /// <summary>The arguments are no JSON object, or longer than 64 KiB.</summary>
    InvalidArguments = 5,

    /// <summary>The idempotency key is empty or longer than 255 characters.</summary>
    InvalidIdempotencyKey = 6,
}

/// <summary>The answer to <see cref="EnqueueJob"/>.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.EnqueueReply)]
public sealed record EnqueueReply
{
    /// <summary>What became of it.</summary>
    [Id(0)]
    public required EnqueueOutcome Outcome { get; init; }

    /// <summary>The job, when there is one.</summary>
    [Id(1)]
    public JobView? Job { get; init; }
}
