using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// Where deliveries become durable before they are answered. Concurrent recordings share one commit. Ids are kept for
/// 72 h as SHA-256; payloads are encrypted under the key ring and go when the delivery is handled.
/// </summary>
public interface IWebhookInbox
{
    /// <summary>Records a delivery; the task ends after its commit.</summary>
    Task<RecordOutcome> RecordAsync(IncomingDelivery delivery, CancellationToken cancellationToken);

    /// <summary>
    /// Distinct shops with due deliveries, at most <paramref name="limit"/>; no lock outlives the call.
    /// </summary>
    Task<IReadOnlyList<ShopDomain>> FindDueShopsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The shop's due deliveries: lifecycle and compliance topics first, then in the order of recording. One that
    /// can't be decrypted is left out and counts as a failed attempt with the code <c>undecryptable</c>: it comes again
    /// in a minute, and the tenth time it is a dead letter.
    /// </summary>
    Task<IReadOnlyList<InboxDelivery>> ReadDueAsync(ShopDomain shop, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Binds a delivery to the current installation, if it was recorded after that installation's start and it is not
    /// bound yet. Guarded.
    /// </summary>
    /// <returns>False when it was recorded earlier: it belongs to an ended installation, whose teardown purges
    /// it.</returns>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<bool> ClaimAsync(long delivery, InstallationId installation, CancellationToken cancellationToken);

    /// <summary>Deletes a handled delivery with its payload and keeps its verdict. Twice is safe.</summary>
    Task CompleteAsync(InboxDelivery delivery, Verdict verdict, CancellationToken cancellationToken);

    /// <summary>Counts a failed attempt and sets the time of the next one; the tenth makes it a dead letter.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="delay">How long to wait.</param>
    /// <param name="errorCode">A stable code of the failure; never its text.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True when it became a dead letter.</returns>
    Task<bool> RetryAsync(
        InboxDelivery delivery, TimeSpan delay, string errorCode, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a delivery a dead letter at once, whatever its attempts: no further one could help. Twice is safe.
    /// </summary>
    Task BuryAsync(InboxDelivery delivery, string errorCode, CancellationToken cancellationToken);

    /// <summary>Puts a delivery off; no attempt is spent.</summary>
    Task PutOffAsync(
        InboxDelivery delivery, TimeSpan delay, string errorCode, CancellationToken cancellationToken);

    /// <summary>
    /// The verdict of a delivery recorded in the last 72 h, by Shopify's id of it; null when there is none.
    /// </summary>
    Task<Verdict?> FindVerdictAsync(string webhookId, CancellationToken cancellationToken);

    /// <summary>Drops ids older than 72 h, in bounded batches.</summary>
    Task<int> DropOldIdsAsync(CancellationToken cancellationToken);
}
