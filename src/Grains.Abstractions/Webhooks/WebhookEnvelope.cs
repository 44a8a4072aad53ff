using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>A delivery as a <see cref="WebhookHandler{TPayload}"/> sees it.</summary>
/// <typeparam name="TPayload">What its body is read as.</typeparam>
public sealed record WebhookEnvelope<TPayload>
{
    /// <summary>The installation it is for.</summary>
    public required Installation Installation { get; init; }

    /// <summary>The topic, lower case.</summary>
    public required string Topic { get; init; }

    /// <summary>The body, which Shopify signed.</summary>
    public required TPayload Payload { get; init; }

    /// <summary>
    /// Shopify's id of the delivery (<c>X-Shopify-Webhook-Id</c>); null when it sent none. Another subscription to the
    /// topic delivers the same event under another id.
    /// </summary>
    public string? DeliveryId { get; init; }

    /// <summary>Shopify's id of what happened, the same in every delivery about it. Unsigned.</summary>
    public string? EventId { get; init; }

    /// <summary>When it happened, as the unsigned header says.</summary>
    public DateTimeOffset? TriggeredAt { get; init; }

    /// <summary>When the delivery was recorded here, by the database's clock.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The version of the Admin API that wrote the body. Unsigned.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The subscription's name or handle. Unsigned.</summary>
    public string? Name { get; init; }

    /// <summary>create, update or delete, where the newer family of headers says it. Unsigned.</summary>
    public string? Action { get; init; }

    /// <summary>The resource's id, where the newer family of headers says it. Unsigned.</summary>
    public string? ResourceId { get; init; }

    /// <inheritdoc cref="WebhookContext.EnqueueAsync"/>
    public required Func<string, JsonElement, Task> EnqueueAsync { get; init; }

    /// <summary>Nothing: a payload can be personal.</summary>
    public override string ToString() => nameof(WebhookEnvelope<>);
}
