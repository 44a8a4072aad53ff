namespace Shopkeeper.Frontend.Resets;

/// <summary>The owner's order to reset the shop.</summary>
/// <param name="Confirm">The shop's domain.</param>
public sealed record ResetRequest(string Confirm);
