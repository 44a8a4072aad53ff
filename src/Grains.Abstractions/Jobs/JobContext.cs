using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>A job as its handler sees it.</summary>
public sealed record JobContext
{
    /// <summary>The job's id: the idempotency key for outward effects.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The installation it works for.</summary>
    public required Installation Installation { get; init; }

    /// <summary>The arguments it was enqueued with.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Tells how far the work is; stored with the next renewal of the lease.</summary>
    public required Action<JobProgress> Report { get; init; }
}
