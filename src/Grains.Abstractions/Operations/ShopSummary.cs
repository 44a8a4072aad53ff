using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>A shop in a list.</summary>
public sealed record ShopSummary
{
    /// <summary>The shop.</summary>
    public required ShopDomain Shop { get; init; }

    /// <summary>Its numeric id at Shopify.</summary>
    public required long ShopId { get; init; }

    /// <summary>Where it stands.</summary>
    public required ShopState State { get; init; }

    /// <summary>
    /// What Shopify makes of the current installation's token; <see cref="AccessState.Fine"/> for one that has ended.
    /// </summary>
    public AccessState Access { get; init; }

    /// <summary>Since when it is not fine; null while it is.</summary>
    public DateTimeOffset? DormantSince { get; init; }

    /// <summary>The newest installation.</summary>
    public required InstallationId InstallationId { get; init; }

    /// <summary>Its generation.</summary>
    public required int Generation { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset InstalledAt { get; init; }
}
