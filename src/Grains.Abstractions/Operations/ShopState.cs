namespace Shopkeeper.Grains.Abstractions.Operations;

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
