namespace Shopkeeper.Shopify.Webhooks;

/// <summary>
/// The shop that a delivery's body names. Only the body is signed, so only this binds a delivery to a shop; the
/// headers are hints. Both may be null: then the delivery is authentic but bound to no shop.
/// </summary>
/// <param name="ShopId">The shop's numeric id.</param>
/// <param name="Shop">The shop's domain. Shopify's own samples of <c>app/uninstalled</c> leave it null.</param>
public readonly record struct BodyIdentity(long? ShopId, ShopDomain? Shop)
{
    /// <summary>True when the body names a shop at all.</summary>
    public bool IsBound => ShopId is not null || Shop is not null;
}
