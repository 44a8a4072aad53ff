using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.HandlingApp;

/// <summary>What the handler was given, as the tests read it.</summary>
internal sealed record HandledOrder(
    long Id, decimal TotalPrice, string Topic, string? DeliveryId, string? EventId, DateTimeOffset? TriggeredAt,
    string? ApiVersion, string? Name, string? Action, string? ResourceId)
{
    public static HandledOrder Of(WebhookEnvelope<PaidOrder> envelope) => new(
        envelope.Payload.Id, envelope.Payload.TotalPrice, envelope.Topic, envelope.DeliveryId, envelope.EventId,
        envelope.TriggeredAt, envelope.ApiVersion, envelope.Name, envelope.Action, envelope.ResourceId);
}
