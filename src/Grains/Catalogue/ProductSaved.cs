using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Catalogue;

/// <summary>
/// Brings a created or changed product into the catalogue. Twice is safe: it is inserted or replaced.
/// </summary>
internal abstract class ProductSaved(ICatalogueStore catalogue, TimeProvider clock) : WebhookHandler<ProductPayload>
{
    /// <summary>What the handlers of all three topics keep.</summary>
    public const string Group = "products";

    /// <inheritdoc/>
    public override string ResourceGroup => Group;

    /// <summary>The id under which the synchronisation knows a product, too.</summary>
    public static string IdOf(long id) => $"gid://shopify/Product/{id}";

    /// <inheritdoc/>
    protected override Task HandleAsync(WebhookEnvelope<ProductPayload> envelope, CancellationToken cancellationToken)
    {
        var product = new CatalogueProduct
        {
            Id = IdOf(envelope.Payload.Id),
            Title = envelope.Payload.Title,
            Handle = envelope.Payload.Handle,
            SeenAt = clock.GetUtcNow(),
        };
        return catalogue.SaveAsync(envelope.Installation.Id, [product], cancellationToken);
    }
}

internal sealed class ProductCreated(ICatalogueStore catalogue, TimeProvider clock) : ProductSaved(catalogue, clock)
{
    /// <inheritdoc/>
    public override string Topic => WebhookTopics.ProductsCreate;
}

internal sealed class ProductUpdated(ICatalogueStore catalogue, TimeProvider clock) : ProductSaved(catalogue, clock)
{
    /// <inheritdoc/>
    public override string Topic => WebhookTopics.ProductsUpdate;
}
