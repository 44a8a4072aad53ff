namespace Shopkeeper.Grains.Certificates;

/// <summary>What a certificate's zeros cover, and what they don't.</summary>
public sealed record BoundaryClaim
{
    /// <summary>
    /// What was counted: <c>live-rows</c> always; <c>participants</c> when one of them counted what it holds;
    /// <c>this-process-caches</c> when the process that ran the teardown counted its own.
    /// </summary>
    public required IReadOnlyList<string> Covers { get; init; }

    /// <summary>What was not.</summary>
    public required IReadOnlyList<RetentionClaim> Excludes { get; init; }
}
