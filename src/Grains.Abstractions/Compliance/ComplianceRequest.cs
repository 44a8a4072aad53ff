using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>
/// A request of a customer or a merchant that Shopify has passed on
/// (https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance), or that the watchdog opened in its place.
/// Whom it is about is not part of it: see <see cref="ComplianceSubject"/>.
/// </summary>
public sealed record ComplianceRequest
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary><c>customers/data_request</c>, <c>customers/redact</c> or <c>shop/redact</c>.</summary>
    public required string Topic { get; init; }

    /// <summary><c>delivery</c>, or <c>watchdog</c> for a <c>shop/redact</c> that did not come.</summary>
    public required string Origin { get; init; }

    /// <summary>Keyed hash of the shop, lower-case hex.</summary>
    public required string ShopHash { get; init; }

    /// <summary>The stay that it is about; null where we know of none.</summary>
    public InstallationId? Installation { get; init; }

    /// <summary>Where it stands.</summary>
    public required ComplianceState State { get; init; }

    /// <summary>Why, one of <see cref="ComplianceCodes"/> or <c>{code}:{participant}</c>.</summary>
    public string? Code { get; init; }

    /// <summary>When it was recorded, by the database's clock.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Until when it has to be answered: 30 days.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Rounds that left something to be done.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is looked at next; null when nothing happens by itself.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>How often the same was asked again, under another delivery's id.</summary>
    public int Repeated { get; init; }

    /// <summary>SHA-256 of the delivery's id; null for the watchdog's.</summary>
    public byte[]? DeliveryHash { get; init; }

    /// <summary>What was done.</summary>
    public ComplianceEvidence Evidence { get; init; } = new();

    /// <summary>The certificate that proves the erasure.</summary>
    public Guid? Certificate { get; init; }

    /// <summary>True while an export is kept for it.</summary>
    public bool HasExport { get; init; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who closed it: the name of a key; null where it closed by itself.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>Grows by one with each write.</summary>
    public long Version { get; init; }

    /// <summary>The id and the topic.</summary>
    public override string ToString() => $"Request {Id}: {Topic}";
}
