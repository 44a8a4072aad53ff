namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>Why a stay's subscriptions are compared with Shopify again. The numbers are stored.</summary>
public enum CheckCause
{
    /// <summary>It is time again, or the comparison before did not come to its end.</summary>
    Timer = 1,

    /// <summary>Another set is wanted than the one last compared with.</summary>
    Deploy = 2,

    /// <summary>Deliveries were shed, after which Shopify may remove the subscription.</summary>
    Shedding = 3,

    /// <summary>Shopify accepts the grant again.</summary>
    AccessRegained = 4,

    /// <summary>The access scopes changed: what was refused may be granted.</summary>
    ScopesChanged = 5,
}
