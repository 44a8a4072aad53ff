using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// Takes note of shops whose deliveries were answered 503: after eight failures in a row Shopify removes a subscription
/// that was made through the API (https://shopify.dev/docs/apps/build/webhooks/troubleshooting-webhooks), so they are
/// compared soon.
/// </summary>
public interface IShedNotes
{
    /// <summary>
    /// Notes the shop, durably where the database answers; repeated notes within a minute cost nothing. Where it does
    /// not answer, the note is kept and written later. Never throws for the database.
    /// </summary>
    Task NoteAsync(ShopDomain shop, CancellationToken cancellationToken);

    /// <summary>Notes the shop where the database is known not to answer: in memory, written once it does.</summary>
    void Owe(ShopDomain shop);
}
