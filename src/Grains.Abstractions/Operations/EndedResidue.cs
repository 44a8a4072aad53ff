using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>What is left of an ended installation.</summary>
public sealed record EndedResidue
{
    /// <summary>The installation.</summary>
    public required InstallationId Installation { get; init; }

    /// <summary>Its generation.</summary>
    public required int Generation { get; init; }

    /// <summary>True when its teardown is certified.</summary>
    public required bool IsCertified { get; init; }

    /// <summary>A count for every store, zeros too.</summary>
    public required IReadOnlyList<StoreCount> Stores { get; init; }
}
