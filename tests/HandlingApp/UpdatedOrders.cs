using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.HandlingApp;

/// <summary>Books the newest state of orders, and hangs for as long as a test wants.</summary>
internal sealed class UpdatedOrders(Ledger ledger) : WebhookHandler<PaidOrder>
{
    public override string Topic => "orders/updated";

    public override string ResourceGroup => "orders";

    protected override async Task HandleAsync(WebhookEnvelope<PaidOrder> envelope, CancellationToken cancellationToken)
    {
        await ledger.WaitAsync(envelope.Installation.Id.Value, cancellationToken);
        ledger.Book(envelope);
    }
}
