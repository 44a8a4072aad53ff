using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>Whose data are meant.</summary>
public sealed record ErasureSubject
{
    /// <summary>The installation.</summary>
    public required InstallationId Installation { get; init; }

    /// <summary>Its shop.</summary>
    public required ShopDomain Shop { get; init; }
}
