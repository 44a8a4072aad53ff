namespace Shopkeeper.Shopify.Webhooks;

/// <summary>
/// Which of the two families of headers a delivery is read from. One delivery is never read from both.
/// </summary>
public enum WebhookHeaderFamily
{
    /// <summary><c>X-Shopify-*</c> (https://shopify.dev/docs/apps/build/webhooks).</summary>
    Classic = 1,

    /// <summary>
    /// <c>shopify-*</c>, the newer events (https://shopify.dev/docs/apps/build/events/verify-deliveries).
    /// </summary>
    Events = 2,
}
