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

    /// <summary>A token for the shop; only for participants inside the shop, and only while it is alive.</summary>
    public AccessToken? Token { get; init; }
}
