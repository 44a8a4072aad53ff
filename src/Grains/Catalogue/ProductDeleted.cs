using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Catalogue;

/// <summary>Takes a deleted product out of the catalogue. Twice is safe.</summary>
internal sealed class ProductDeleted(ICatalogueStore catalogue) : WebhookHandler<DeletedProductPayload>
{
    /// <inheritdoc/>
    public override string Topic => WebhookTopics.ProductsDelete;

    /// <inheritdoc/>
    public override string ResourceGroup => ProductSaved.Group;

    /// <inheritdoc/>
    protected override Task HandleAsync(
        WebhookEnvelope<DeletedProductPayload> envelope, CancellationToken cancellationToken) =>
        envelope.Payload.Title is null
            ? catalogue.RemoveAsync(
                envelope.Installation.Id, ProductSaved.IdOf(envelope.Payload.Id), cancellationToken)
            : throw new PoisonDeliveryException("not-a-deletion");
}
