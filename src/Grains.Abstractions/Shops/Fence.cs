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

    /// <summary>The stay that takes over in a reset; null for an uninstall.</summary>
    public Successor? Successor { get; init; }

    /// <summary>The limit that the end counts against; null for one that is attested.</summary>
    public FenceLimit? Limit { get; init; }
}
