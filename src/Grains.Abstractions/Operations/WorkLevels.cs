using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>How much there is of everything at one moment, in the whole cluster. Names nobody.</summary>
public sealed record WorkLevels
{
    /// <summary>Installations that have not ended.</summary>
    public required long Installed { get; init; }

    /// <summary>Those of them whose access is not fine.</summary>
    public required long Dormant { get; init; }

    /// <summary>Those by reason; a reason that no shop has is left out.</summary>
    public required IReadOnlyDictionary<AccessState, long> DormantBecause { get; init; }

    /// <summary>Ends that are being confirmed.</summary>
    public required long TeardownsConfirming { get; init; }

    /// <summary>Teardowns that are running.</summary>
    public required long TeardownsRunning { get; init; }

    /// <summary>Teardowns and confirmations that stand still until an operator acts.</summary>
    public required long TeardownsStalled { get; init; }

    /// <summary>When the oldest installation ended whose certificate is still missing; null without one.</summary>
    public DateTimeOffset? OldestEnd { get; init; }

    /// <summary>Deliveries that wait to be handled.</summary>
    public required long DeliveriesWaiting { get; init; }

    /// <summary>Deliveries given up, until they are dropped.</summary>
    public required long DeliveriesDead { get; init; }

    /// <summary>Jobs that wait.</summary>
    public required long JobsQueued { get; init; }

    /// <summary>Jobs under a lease.</summary>
    public required long JobsRunning { get; init; }

    /// <summary>Requests of the compliance desk that are open.</summary>
    public required long ComplianceOpen { get; init; }

    /// <summary>Those of them that stand still until an operator acts.</summary>
    public required long ComplianceStalled { get; init; }

    /// <summary>Those of them that should have been answered by now.</summary>
    public required long ComplianceOverdue { get; init; }

    /// <summary>Those of them that are due within seven days.</summary>
    public required long ComplianceDueSoon { get; init; }

    /// <summary>Webhook subscriptions that are wanted and not there, by reason.</summary>
    public IReadOnlyList<MissingSubscriptions> WebhooksMissing { get; init; } = [];

    /// <summary>
    /// Since when the longest-waiting delivery, teardown, compliance request or expired job lease is due; null when
    /// nothing is due. Queued jobs are left out: they may wait for a place.
    /// </summary>
    public DateTimeOffset? DueSince { get; init; }

    /// <summary>When this was counted, by the database's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long the longest-waiting due work has waited.</summary>
    public TimeSpan Overdue => DueSince is { } since && since < At ? At - since : TimeSpan.Zero;
}
