namespace Shopkeeper.Shopify.Admin;

/// <summary>The answer of a call that changes something and returns nothing.</summary>
/// <param name="AlreadyDone">True when there was nothing left to change, as when a subscription was gone.</param>
public sealed record AdminDone(bool AlreadyDone);
