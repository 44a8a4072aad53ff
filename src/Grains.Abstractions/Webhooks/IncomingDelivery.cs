using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>A delivery whose signature has been verified. Only its body is signed; the rest are hints.</summary>
public sealed record IncomingDelivery
{
    /// <summary>The shop that the header names.</summary>
    public required ShopDomain Shop { get; init; }

    /// <summary>The topic that the header names, lower case.</summary>
    public required string Topic { get; init; }

    /// <summary>Shopify's id of the delivery (<c>X-Shopify-Webhook-Id</c>); kept only as a hash.</summary>
    public required string WebhookId { get; init; }

    /// <summary>What else the headers say.</summary>
    public DeliveryHints Hints { get; init; } = DeliveryHints.None;

    /// <summary>When the header says that the event happened.</summary>
    public DateTimeOffset? TriggeredAt { get; init; }

    /// <summary>The raw body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
