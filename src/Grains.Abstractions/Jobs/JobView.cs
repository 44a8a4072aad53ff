namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>A job as its owner sees it.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.JobView)]
public sealed record JobView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required Guid Id { get; init; }

    /// <summary>The handler's kind.</summary>
    [Id(1)]
    public required string Kind { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public required JobStatus Status { get; init; }

    /// <summary>Attempts begun.</summary>
    [Id(3)]
    public required int Attempts { get; init; }

    /// <summary>Items done, as the handler reports.</summary>
    [Id(4)]
    public long Done { get; init; }

    /// <summary>Items in all, where the handler knows.</summary>
    [Id(5)]
    public long? Total { get; init; }

    /// <summary>A stable code of the last failure.</summary>
    [Id(6)]
    public string? ErrorCode { get; init; }

    /// <summary>When it was enqueued.</summary>
    [Id(7)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it may run next; null once it ended.</summary>
    [Id(8)]
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>When it ended.</summary>
    [Id(9)]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>True when a cancellation was asked for.</summary>
    [Id(10)]
    public bool CancelRequested { get; init; }
}
