namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>
/// The grant was given to a stay that has ended since: no other may have it too. Whoever brings it asks Shopify for a
/// new one.
/// </summary>
public sealed class GrantSpentException() : Exception("The grant was given to a stay that has ended since.");
