namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>
/// The install's intent was over before its grant was stored: a teardown's call to Shopify may have been let through
/// since, and have ended what the grant is for. Whoever brings it asks Shopify for a new one.
/// </summary>
public sealed class InstallExpiredException() : Exception("The install took longer than its intent lasts.");
