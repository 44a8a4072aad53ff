using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>The order to end an installation.</summary>
public sealed record Fence
{
    /// <summary>The installation to end.</summary>
    public required InstallationId Installation { get; init; }

    /// <summary>The id of the teardown if its row is not there yet; a confirming row keeps its own.</summary>
    public required Guid TeardownId { get; init; }

    /// <summary>Why it ends.</summary>
    public required EndCause Cause { get; init; }

    /// <summary>What proves it, as codes.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>What the end leaves: nothing (uninstall), or the access for a new stay (reset).</summary>
    public TeardownKind Kind { get; init; } = TeardownKind.Uninstall;
}

/// <summary>What the fence found.</summary>
public enum FenceOutcome
{
    /// <summary>No such installation.</summary>
    Unknown = 0,

    /// <summary>It was current and has now ended.</summary>
    Ended = 1,

    /// <summary>It had ended before.</summary>
    AlreadyEnded = 2,
}

/// <summary>The fence's answer.</summary>
/// <param name="Outcome">What it found.</param>
/// <param name="TeardownId">The teardown that ends the installation; empty when unknown.</param>
public readonly record struct FenceResult(FenceOutcome Outcome, Guid TeardownId);
