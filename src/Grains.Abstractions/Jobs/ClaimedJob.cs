using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>A job given to a runner.</summary>
public sealed record ClaimedJob
{
    /// <summary>The job's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose job it is.</summary>
    public required InstallationId Installation { get; init; }

    /// <summary>The handler's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>A JSON object.</summary>
    public required string Arguments { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The runner that holds the lease.</summary>
    public required string Runner { get; init; }

    /// <summary>True when it was asked to stop before it was claimed (its earlier runner died).</summary>
    public bool CancelRequested { get; init; }
}
