namespace Shopkeeper.Grains.Abstractions.Jobs;

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

    /// <summary>The arguments are no JSON object, longer than 64 KiB, or not what the handler takes.</summary>
    InvalidArguments = 5,

    /// <summary>The idempotency key is empty or longer than 255 characters.</summary>
    InvalidIdempotencyKey = 6,
}
