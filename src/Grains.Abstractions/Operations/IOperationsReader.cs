using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>Reads for operators, over all shops.</summary>
public interface IOperationsReader
{
    /// <summary>Shops with an installation, current or ended and not purged, by domain.</summary>
    /// <param name="state">Only shops in this state.</param>
    /// <param name="search">Only domains that contain this, or the shop of this numeric id.</param>
    /// <param name="page">Which part.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Page<ShopSummary>> ListShopsAsync(
        ShopState? state, string? search, PageRequest page, CancellationToken cancellationToken);

    /// <summary>One shop in detail; null when nothing of it is stored but certificates.</summary>
    Task<ShopDetail?> FindShopAsync(ShopDomain shop, CancellationToken cancellationToken);

    /// <summary>The shop's ended installations whose residue can be counted: those not certified yet, and those certified.</summary>
    Task<IReadOnlyList<InstallationId>> ListEndedAsync(ShopDomain shop, CancellationToken cancellationToken);
}

/// <summary>Where a shop stands.</summary>
public enum ShopState
{
    /// <summary>Installed.</summary>
    Installed = 1,

    /// <summary>Installed, but Shopify refuses its grant.</summary>
    Dormant = 2,

    /// <summary>Its end is claimed and being confirmed.</summary>
    Confirming = 3,

    /// <summary>Not installed; a teardown runs.</summary>
    TearingDown = 4,

    /// <summary>A teardown needs an operator.</summary>
    Stalled = 5,
}

/// <summary>A shop in a list.</summary>
public sealed record ShopSummary
{
    /// <summary>The shop.</summary>
    public required ShopDomain Shop { get; init; }

    /// <summary>Its numeric id at Shopify.</summary>
    public required long ShopId { get; init; }

    /// <summary>Where it stands.</summary>
    public required ShopState State { get; init; }

    /// <summary>The newest installation.</summary>
    public required InstallationId InstallationId { get; init; }

    /// <summary>Its generation.</summary>
    public required int Generation { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset InstalledAt { get; init; }
}

/// <summary>A shop in detail.</summary>
public sealed record ShopDetail
{
    /// <summary>As in the list.</summary>
    public required ShopSummary Summary { get; init; }

    /// <summary>The access scopes granted, comma separated.</summary>
    public required string Scopes { get; init; }

    /// <summary>How many rows each store holds for the newest installation.</summary>
    public required IReadOnlyList<StoreCount> Stores { get; init; }

    /// <summary>Teardowns of the shop that are not certified.</summary>
    public required IReadOnlyList<TeardownRecord> Teardowns { get; init; }
}
