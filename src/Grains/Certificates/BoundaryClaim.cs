namespace Shopkeeper.Grains.Certificates;

/// <summary>What a certificate's zeros cover, and what they don't.</summary>
public sealed record BoundaryClaim
{
    /// <summary>
    /// What was counted: <c>live-rows</c> always; <c>participants</c> when one of them counted what it holds;
    /// <c>all-silos-caches</c> when every silo counted what it keeps in memory; <c>shared-cache:database</c> and
    /// <c>shared-cache:redis</c> when the cache that they share was counted there. <c>this-process-caches</c> stands in
    /// teardowns that a version before those verified: only the process that ran it counted its memory.
    /// </summary>
    public required IReadOnlyList<string> Covers { get; init; }

    /// <summary>What was not.</summary>
    public required IReadOnlyList<RetentionClaim> Excludes { get; init; }
}
