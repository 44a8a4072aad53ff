namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>What became of a recording.</summary>
public enum RecordOutcome
{
    /// <summary>The delivery is durable.</summary>
    Recorded = 1,

    /// <summary>Its id was recorded before.</summary>
    Duplicate = 2,

    /// <summary>
    /// The inbox is at its bound for the shop or in all: answer 503 with Retry-After. Never for lifecycle topics.
    /// </summary>
    Full = 3,
}
