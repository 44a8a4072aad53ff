namespace Shopkeeper.Shopify.Webhooks;

/// <summary>A delivery's claimed signature and the family of headers it came in.</summary>
/// <param name="Family">The family all other headers are then read from.</param>
/// <param name="Value">The header as sent: base64, not yet verified.</param>
public readonly record struct WebhookHmac(WebhookHeaderFamily Family, string Value);
