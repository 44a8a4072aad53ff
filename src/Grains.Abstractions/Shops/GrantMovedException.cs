namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>
/// The installation's grant is another than it was before Shopify was asked about the new one: a migration, say, has
/// replaced the token since, and the new grant may be that very token, which is dead by now. Ask and compare again.
/// </summary>
public sealed class GrantMovedException() : Exception("The grant changed while another was compared with it.");
