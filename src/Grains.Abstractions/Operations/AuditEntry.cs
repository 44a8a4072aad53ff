using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>An order as the log keeps it.</summary>
public sealed record AuditEntry
{
    /// <summary>The entry's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it began, by the database's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: the name of the key; <c>unknown</c> where nobody was signed in.</summary>
    public required string Actor { get; init; }

    /// <summary>What, as a code.</summary>
    public required string Action { get; init; }

    /// <summary>Keyed hash of the shop, lower-case hex.</summary>
    public string? ShopHash { get; init; }

    /// <summary>The installation that it was about.</summary>
    public InstallationId? Installation { get; init; }

    /// <summary>The teardown that it named or led to.</summary>
    public Guid? Teardown { get; init; }

    /// <summary>The request of the compliance desk that it named.</summary>
    public Guid? Request { get; init; }

    /// <summary>The step that it named.</summary>
    public string? Step { get; init; }

    /// <summary>The participant that it named, for an order about one of a step's.</summary>
    public string? Participant { get; init; }

    /// <summary>The reason that it gave, as a code.</summary>
    public string? Reason { get; init; }

    /// <summary>The operator's own words; null without any, or when the key ring that they need is gone.</summary>
    public string? Note { get; init; }

    /// <summary>The status of the answer; null while nobody knows how it ended.</summary>
    public int? Status { get; init; }

    /// <summary>How it ended, as a code; null while nobody knows.</summary>
    public string? Outcome { get; init; }

    /// <summary>When that was written down.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The id and the action.</summary>
    public override string ToString() => $"Order {Id}: {Action}";
}
