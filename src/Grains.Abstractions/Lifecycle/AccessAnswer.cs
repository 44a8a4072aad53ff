namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>What a check of access could find out.</summary>
public enum AccessAnswer
{
    /// <summary>Shopify said what access is worth, now or lately.</summary>
    Known = 0,

    /// <summary>There is no token to ask with: it has expired, and could not be refreshed.</summary>
    NoToken = 1,

    /// <summary>Shopify was asked, and its answer says nothing about access.</summary>
    Silent = 2,
}
