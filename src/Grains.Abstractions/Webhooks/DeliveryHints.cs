namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// What a delivery's headers say beside its shop, topic and time (https://shopify.dev/docs/apps/build/webhooks). None
/// of it is signed: whoever has one signed body can send it again with other headers. Nothing may be decided by it that
/// matters.
/// </summary>
public sealed record DeliveryHints
{
    /// <summary>Nothing is known.</summary>
    public static readonly DeliveryHints None = new();

    /// <summary>Shopify's id of the delivery, at most 255 characters; null when it sent none.</summary>
    public string? DeliveryId { get; init; }

    /// <summary>Shopify's id of what happened, the same in every delivery about it; at most 255 characters.</summary>
    public string? EventId { get; init; }

    /// <summary>The version of the Admin API that wrote the body, such as <c>2026-10</c>.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>
    /// The subscription's name (<c>X-Shopify-Name</c>) or handle (<c>shopify-handle</c>): at most 50 letters, digits,
    /// <c>-</c> and <c>_</c>.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>create, update or delete; only in the newer family of headers.</summary>
    public string? Action { get; init; }

    /// <summary>Shopify's id of the resource, at most 255 characters; only in the newer family of headers.</summary>
    public string? ResourceId { get; init; }

    /// <summary>Nothing: an id can be personal.</summary>
    public override string ToString() => nameof(DeliveryHints);
}
