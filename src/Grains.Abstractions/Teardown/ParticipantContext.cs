using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>Whose data a participant is asked about.</summary>
public sealed record ParticipantContext
{
    /// <summary>The teardown: the idempotency key together with the installation.</summary>
    public required Guid TeardownId { get; init; }

    /// <summary>The installation that ended.</summary>
    public required InstallationId Installation { get; init; }

    /// <summary>Its generation.</summary>
    public required int Generation { get; init; }

    /// <summary>The shop.</summary>
    public required ShopDomain Shop { get; init; }

    /// <summary>The shop's numeric id.</summary>
    public required long ShopId { get; init; }

    /// <summary>Why the installation ended; null in a preview, where it has not.</summary>
    public EndCause? Cause { get; init; }

    /// <summary>When it ended; null in a preview.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// One and the same for the repetitions of a call: by it a participant that keeps its answers tells a repetition
    /// from a call of the next round. Such as <c>op_3f0c…</c>, 67 characters.
    /// </summary>
    public string OperationId { get; init; } = "";

    /// <summary>True when the participant has already answered this very call by asking for time.</summary>
    public bool Continues { get; init; }

    /// <summary>A token for the shop; only for participants inside the shop, and only while it is alive.</summary>
    public AccessToken? Token { get; init; }
}
