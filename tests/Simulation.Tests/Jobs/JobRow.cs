using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>A row of <c>jobs</c>.</summary>
internal sealed class JobRow
{
    private JobStatus _status = JobStatus.Queued;
    private bool _cancelRequested;

    /// <summary>Given by the seed: the id that the service drew is in <see cref="Job"/>, and no run's twice.</summary>
    public required Guid Id { get; init; }

    public required NewJob Job { get; init; }

    public required InstallationId Installation { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <exception cref="SimulationException">It was over.</exception>
    public JobStatus Status
    {
        get => _status;
        set
        {
            if (IsOver && value != _status)
                throw new SimulationException($"A job that was {_status} is {value} now.");
            _status = value;
        }
    }

    public int Attempts { get; set; }

    public string? Runner { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public DateTimeOffset? RunAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public bool CancelRequested
    {
        get => _cancelRequested;
        set
        {
            if (value && !_cancelRequested) LastAttempt = Attempts;
            _cancelRequested = value;
        }
    }

    /// <summary>The attempt in which it was asked to stop: the last that works.</summary>
    public int? LastAttempt { get; private set; }

    public JobProgress Progress { get; set; }

    public string? ErrorCode { get; set; }

    public bool IsOver => _status is not (JobStatus.Queued or JobStatus.Running);

    /// <summary>Queued and due, or left behind by a runner whose lease is over.</summary>
    public bool IsDue(DateTimeOffset now) => _status == JobStatus.Queued
        ? RunAt <= now
        : _status == JobStatus.Running && LeaseUntil <= now;

    /// <summary>Runner and attempt together name a lease.</summary>
    public bool IsHeldBy(ClaimedJob job) =>
        _status == JobStatus.Running && Runner == job.Runner && Attempts == job.Attempt
        && Installation == job.Installation;

    public JobView ToView() => new()
    {
        Id = Id,
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
