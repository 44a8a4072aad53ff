using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A row of <c>jobs</c>.</summary>
internal sealed class JobRow
{
    public required InstallationId Installation { get; init; }

    public required NewJob Job { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset RunAt { get; set; }

    public JobStatus Status { get; set; } = JobStatus.Queued;

    public int Attempts { get; set; }

    public Guid? Lease { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public bool CancelRequested { get; set; }

    public string? ErrorCode { get; set; }

    /// <summary>Put off until the shop's access is back.</summary>
    public bool WaitsForAccess { get; set; }
}
