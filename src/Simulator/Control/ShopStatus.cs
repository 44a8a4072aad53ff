namespace Shopkeeper.Simulator.Control;

/// <summary>What Shopify would say of a shop as a whole.</summary>
public enum ShopStatus
{
    /// <summary>It answers.</summary>
    Open = 0,

    /// <summary>Frozen or paused: 402 <c>Unavailable Shop</c>.</summary>
    Frozen = 1,

    /// <summary>Locked for abuse: 423.</summary>
    Locked = 2,

    /// <summary>Closed: 404.</summary>
    Closed = 3,
}
