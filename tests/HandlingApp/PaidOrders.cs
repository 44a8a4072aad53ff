using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.HandlingApp;

/// <summary>Books paid orders.</summary>
internal sealed class PaidOrders(Ledger ledger) : WebhookHandler<PaidOrder>
{
    public override string Topic => "orders/paid";

    protected override Task HandleAsync(WebhookEnvelope<PaidOrder> envelope, CancellationToken cancellationToken)
    {
        ledger.Book(envelope);
        return Task.CompletedTask;
    }
}
