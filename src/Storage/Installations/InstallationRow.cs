using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Storage.Installations;

/// <summary>The plain columns of an installation's row.</summary>
internal sealed record InstallationRow
{
    public InstallationId Id { get; init; }

    public ShopDomain Shop { get; init; } = null!;

    public long ShopId { get; init; }

    public int Generation { get; init; }

    public string AppInstallationId { get; init; } = "";

    public string Scopes { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? AccessLostAt { get; init; }

    public DateTimeOffset? DeliveriesSince { get; init; }

    public DateTimeOffset? ReauthorizedAt { get; init; }

    public AccessState AccessState { get; init; }

    public DateTimeOffset? AccessCheckedAt { get; init; }

    public Installation ToInstallation() => new()
    {
        Id = Id,
        Shop = Shop,
        ShopId = ShopId,
        Generation = Generation,
        AppInstallationId = AppInstallationId,
        Scopes = Scopes,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        AccessLostAt = AccessLostAt,
        DeliveriesSince = DeliveriesSince,
        ReauthorizedAt = ReauthorizedAt,
        Access = AccessState,
        AccessCheckedAt = AccessCheckedAt,
    };
}
