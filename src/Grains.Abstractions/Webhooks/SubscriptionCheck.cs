namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>When a stay's subscriptions were compared with Shopify and will be again.</summary>
public sealed record SubscriptionCheck
{
    /// <summary>The hash of the wanted set that they were last compared with; null when with none yet.</summary>
    public string? WantedHash { get; init; }

    /// <summary>When they were last compared to the end.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>When they will be next; null while Shopify refuses the grant.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Why they will be.</summary>
    public required CheckCause Cause { get; init; }

    /// <summary>How often a comparison was asked for: another number than before means that it was again.</summary>
    public required long Marks { get; init; }

    /// <summary>When the last comparison failed; null when it came to its end.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Why it failed: a stable code.</summary>
    public string? Failure { get; init; }

    /// <summary>The wanted set that was announced last, by the release that started last.</summary>
    public string? LatestHash { get; init; }

    /// <summary>The time of the database, by which all of this is timed.</summary>
    public required DateTimeOffset Now { get; init; }
}
