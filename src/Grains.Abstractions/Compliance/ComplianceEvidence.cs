using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>What was done for a request, as codes and counts: it names nobody.</summary>
public sealed record ComplianceEvidence
{
    /// <summary>What each participant answered.</summary>
    public IReadOnlyList<ComplianceParticipant> Participants { get; init; } = [];

    /// <summary>What was found, exported or erased in our own stores, by store.</summary>
    public IReadOnlyList<StoreCount> Counts { get; init; } = [];
}
