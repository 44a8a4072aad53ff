namespace Shopkeeper.Shopify.Webhooks;

/// <summary>Why a delivery's headers can't be used.</summary>
public enum WebhookHeaderProblem
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The topic is missing, repeated, or no topic.</summary>
    Topic = 1,

    /// <summary>The shop domain is missing, repeated, or no <c>*.myshopify.com</c> address.</summary>
    ShopDomain = 2,

    /// <summary>Another header of the family is repeated, or the delivery's id is longer than 255 characters.</summary>
    Other = 3,
}
