using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>
/// A teardown: the only state of its grain, one row in <c>teardowns</c>. What names the shop in it is stored encrypted,
/// and goes when the certificate is written.
/// </summary>
public sealed record TeardownRecord
{
    /// <summary>The teardown's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The installation that ends.</summary>
    public required InstallationId Installation { get; init; }

    /// <summary>Its shop.</summary>
    public required ShopDomain Shop { get; init; }

    /// <summary>The shop's numeric id.</summary>
    public required long ShopId { get; init; }

    /// <summary>The installation's generation.</summary>
    public required int Generation { get; init; }

    /// <summary>What the end leaves.</summary>
    public TeardownKind Kind { get; init; } = TeardownKind.Uninstall;

    /// <summary>The stay that a reset began in this one's place; null for an uninstall.</summary>
    public InstallationId? Successor { get; init; }

    /// <summary>Where it stands.</summary>
    public required TeardownStatus Status { get; init; }

    /// <summary>Why the installation ends (while confirming: why it is said to).</summary>
    public required EndCause Cause { get; init; }

    /// <summary>What proves it, as codes such as <c>delivery:app/uninstalled</c> and <c>probe:401</c>.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>
    /// Keyed hash of the delivery's body that claims the end, lower-case hex; null without a delivery.
    /// </summary>
    public string? BodyHash { get; init; }

    /// <summary>Hashes of the deliveries that claim the end, whose verdict follows this teardown's.</summary>
    public IReadOnlyList<byte[]> Deliveries { get; init; } = [];

    /// <summary>True when the delivery's body names this shop: only then is it a proof.</summary>
    public bool BodyNamesShop { get; init; }

    /// <summary>When the delivery says that it was triggered; a hint.</summary>
    public DateTimeOffset? TriggeredAt { get; init; }

    /// <summary>What Shopify answered while the end was being confirmed.</summary>
    public IReadOnlyList<EndProbe> Probes { get; init; } = [];

    /// <summary>When the row was made.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When an operator had the end confirmed anew; null when nobody did.</summary>
    public DateTimeOffset? ConfirmingSince { get; init; }

    /// <summary>When the installation had begun.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>As <see cref="Shops.Installation.DeliveriesSince"/>; null: since <see cref="StartedAt"/>.</summary>
    public DateTimeOffset? DeliveriesSince { get; init; }

    /// <summary>As <see cref="Shops.Installation.ReauthorizedAt"/> was when the row was made.</summary>
    public DateTimeOffset? ReauthorizedAt { get; init; }

    /// <summary>When the fence ended it; null while confirming.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When there is next something to do; null when stalled.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Why it is stalled, as a code; null otherwise.</summary>
    public string? StalledBecause { get; init; }

    /// <summary>The steps begun or done, by name.</summary>
    public IReadOnlyList<StepProgress> Steps { get; init; } = [];

    /// <summary>What operators waived, in their order.</summary>
    public IReadOnlyList<StepWaiver> Waivers { get; init; } = [];

    /// <summary>
    /// The shop's subscriptions to the app when the fence ended the installation, by status: their rows are purged.
    /// </summary>
    public IReadOnlyList<AppSubscriptionCount> Billing { get; init; } = [];

    /// <summary>Grows by one with each write of the row; a write with another version is refused.</summary>
    public long Version { get; init; }

    /// <summary>The certificate, for a teardown that is answered from it.</summary>
    public Guid? CertificateId { get; init; }

    /// <summary>The ids, not the shop.</summary>
    public override string ToString() => $"Teardown {Id} of {Installation}";
}
