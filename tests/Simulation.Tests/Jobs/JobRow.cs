using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>A row of <c>jobs</c>.</summary>
internal sealed record JobRow
{
    public required NewJob Job { get; init; }

    public required InstallationId Installation { get; init; }

    public required long Sequence { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public JobStatus Status { get; set; } = JobStatus.Queued;

    public int Attempts { get; set; }

    public string? Runner { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public DateTimeOffset? RunAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public bool CancelRequested { get; set; }

    public JobProgress Progress { get; set; }

    public string? ErrorCode { get; set; }

    public bool IsOver => Status is not (JobStatus.Queued or JobStatus.Running);

    /// <summary>Queued and due, or left behind by a runner whose lease is over.</summary>
    public bool IsDue(DateTimeOffset now) => Status == JobStatus.Queued
        ? RunAt <= now
        : Status == JobStatus.Running && LeaseUntil <= now;

    /// <summary>Runner and attempt together name a lease.</summary>
    public bool IsHeldBy(ClaimedJob job) =>
        Status == JobStatus.Running && Runner == job.Runner && Attempts == job.Attempt
        && Installation == job.Installation;

    public JobView ToView() => new()
    {
        Id = Job.Id,
        Kind = Job.Kind,
        Status = Status,
        Attempts = Attempts,
        Done = Progress.Done,
        Total = Progress.Total,
        ErrorCode = ErrorCode,
        CreatedAt = CreatedAt,
        RunAt = RunAt,
        FinishedAt = FinishedAt,
        CancelRequested = CancelRequested,
    };
}
