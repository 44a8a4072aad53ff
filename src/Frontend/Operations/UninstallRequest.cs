namespace Shopkeeper.Frontend.Operations;

/// <summary>The order to end an installation.</summary>
/// <param name="Reason">merchant-request, contract-ended, abuse, legal, test or other.</param>
/// <param name="Confirm">The shop's domain again.</param>
public sealed record UninstallRequest(string Reason, string Confirm);
