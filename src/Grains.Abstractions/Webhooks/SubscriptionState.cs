namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>How a wanted webhook subscription and what stands at Shopify compare. The numbers are stored.</summary>
public enum SubscriptionState
{
    /// <summary>It stands at Shopify as it is wanted.</summary>
    InPlace = 1,

    /// <summary>It does not stand, as far as is known; the reason says why not.</summary>
    Missing = 2,

    /// <summary>A call to create it was begun and its end was not seen yet.</summary>
    BeingCreated = 3,

    /// <summary>Something stands in its place that is not as wanted, or is wanted no more.</summary>
    Different = 4,

    /// <summary>Shopify declined it: the reason is its code.</summary>
    Refused = 5,

    /// <summary>No call can subscribe its topic: only the app's TOML file declares it. Never stored.</summary>
    DeclareInToml = 6,
}
