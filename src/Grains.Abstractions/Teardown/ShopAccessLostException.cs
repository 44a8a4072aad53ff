namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>
/// Thrown by a participant inside the shop when Shopify answers 401 to its token: what is left in the shop is then out
/// of reach, and the certificate says so.
/// </summary>
public sealed class ShopAccessLostException() : Exception("Shopify refuses the shop's token.");
