namespace Shopkeeper.Grains.Abstractions.Jobs;

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

    /// <summary>
    /// True when a session of the embedded app asks: only kinds that are startable from a session are taken.
    /// </summary>
    [Id(3)]
    public bool FromSession { get; init; }

    /// <summary>
    /// The job's id, where the caller chose one, so that the same order sent twice is one job. Null: a new one.
    /// </summary>
    [Id(4)]
    public Guid? Job { get; init; }

    /// <summary>The kind alone: Orleans writes messages into its log.</summary>
    public override string ToString() => $"EnqueueJob {Kind}";
}
