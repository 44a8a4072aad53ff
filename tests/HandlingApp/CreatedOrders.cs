using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.HandlingApp;

/// <summary>
/// Has each new order written into the app's books by a job, so that it happens once for each delivery.
/// </summary>
internal sealed class CreatedOrders : WebhookHandler<PaidOrder>
{
    public override string Topic => "orders/create";

    protected override Task HandleAsync(WebhookEnvelope<PaidOrder> envelope, CancellationToken cancellationToken) =>
        envelope.EnqueueAsync(
            OrderBookkeeping.KindName, JsonSerializer.SerializeToElement(new { number = envelope.Payload.Id }));
}
