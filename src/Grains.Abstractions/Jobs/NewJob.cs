namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>A job to be enqueued.</summary>
public sealed record NewJob
{
    /// <summary>The job's id, a UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The handler's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>A JSON object, at most 64 KiB; stored encrypted. Never holds a token.</summary>
    public required string Arguments { get; init; }

    /// <summary>
    /// Among an installation's jobs of one kind, a second job with the same key is not enqueued. Stored as a hash.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>When it may run first; null for at once.</summary>
    public DateTimeOffset? RunAt { get; init; }
}
