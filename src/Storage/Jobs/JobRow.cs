using Shopkeeper.Grains.Abstractions.Jobs;

namespace Shopkeeper.Storage.Jobs;

/// <summary>A row of <c>jobs</c> as its owner sees it.</summary>
internal sealed record JobRow
{
    public Guid Id { get; init; }

    public string Kind { get; init; } = "";

    public JobStatus Status { get; init; }

    public int Attempts { get; init; }

    public long Done { get; init; }

    public long? Total { get; init; }

    public string? ErrorCode { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RunAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public bool CancelRequested { get; init; }

    public long Sequence { get; init; }

    public JobView ToView() => new()
    {
        Id = Id,
        Kind = Kind,
        Status = Status,
        Attempts = Attempts,
        Done = Done,
        Total = Total,
        ErrorCode = ErrorCode,
        CreatedAt = CreatedAt,
        RunAt = RunAt,
        FinishedAt = FinishedAt,
        CancelRequested = CancelRequested,
    };
}
