namespace Shopkeeper.Grains.Certificates;

/// <summary>What a certificate's zeros cover, and what they don't.</summary>
public sealed record BoundaryClaim
{
    /// <summary>What was counted: <c>live-rows</c>, <c>live-files</c>, <c>process-caches</c>.</summary>
    public required IReadOnlyList<string> Covers { get; init; }

    /// <summary>What was not.</summary>
    public required IReadOnlyList<RetentionClaim> Excludes { get; init; }
}
