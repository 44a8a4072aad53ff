using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>Teardowns until they are certified.</summary>
public interface ITeardownStore
{
    /// <summary>
    /// Takes up a delivery that claims the end of the current installation, in one transaction: the delivery's row
    /// goes, its verdict becomes accepted, and a confirming teardown is there (one for an installation: a second
    /// delivery joins it).
    /// </summary>
    /// <returns>The teardown as it stands.</returns>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<TeardownRecord> OpenAsync(
        TeardownRecord confirming, InboxDelivery delivery, CancellationToken cancellationToken);

    /// <summary>
    /// Takes up a claim of the current installation's end that rests on no delivery: a confirming teardown is there. To
    /// one that is open already its evidence is added, and its cause takes the place of one that proves nothing yet.
    /// </summary>
    /// <returns>The teardown as it stands.</returns>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<TeardownRecord> ClaimAsync(TeardownRecord confirming, CancellationToken cancellationToken);

    /// <summary>The teardown of an installation.</summary>
    Task<TeardownRecord?> FindByInstallationAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>The teardown of the reset that began an installation, while it is not certified.</summary>
    Task<TeardownRecord?> FindBySuccessorAsync(Installation successor, CancellationToken cancellationToken);

    /// <summary>A teardown by its id.</summary>
    Task<TeardownRecord?> FindAsync(Guid teardown, CancellationToken cancellationToken);

    /// <summary>The shop's newest teardown that is not certified.</summary>
    Task<TeardownRecord?> FindLatestAsync(ShopDomain shop, CancellationToken cancellationToken);

    /// <summary>Installations whose teardown has something to do now, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Writes a teardown if its version is still the stored one.</summary>
    /// <returns>The record with its new version, or null when another write came first: read again.</returns>
    Task<TeardownRecord?> SaveAsync(TeardownRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a confirming teardown whose end Shopify denies; its deliveries' verdict becomes superseded.
    /// </summary>
    /// <returns>False when it is no longer confirming, or another write came first.</returns>
    Task<bool> SupersedeAsync(TeardownRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// One transaction: the certificate in, the teardown's row and what triggered it out. Twice is safe.
    /// </summary>
    /// <returns>False when another write came first: read again.</returns>
    Task<bool> CertifyAsync(TeardownRecord record, CertificateRecord certificate, CancellationToken cancellationToken);

    /// <summary>
    /// True when a body with this keyed hash already ended an installation of the shop, told of its end beside another
    /// or after it, or was noted as the <c>shop/redact</c> of one that had ended.
    /// </summary>
    Task<bool> HasSeenBodyAsync(ShopDomain shop, string bodyHash, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps the keyed hash of a body that tells of an end which is known already, with the shop's installation that
    /// ended last. Where none is known to have ended, or the body may tell of the current one, nothing is kept.
    /// </summary>
    /// <param name="shop">The shop.</param>
    /// <param name="bodyHash">The keyed hash of the body.</param>
    /// <param name="recordedAt">When the delivery was recorded.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task NoteSpentBodyAsync(
        ShopDomain shop, string bodyHash, DateTimeOffset recordedAt, CancellationToken cancellationToken);

    /// <summary>
    /// True while an installation of the shop before the current one ended without its <c>shop/redact</c> having
    /// arrived: then a <c>shop/redact</c> is about that one.
    /// </summary>
    Task<bool> AwaitsRedactAsync(ShopDomain shop, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that the <c>shop/redact</c> of the shop's oldest ended installation that lacks it has arrived, and binds
    /// the request that the delivery brought to that installation.
    /// </summary>
    /// <param name="shop">The shop.</param>
    /// <param name="bodyHash">The keyed hash of its body, which is known from then on.</param>
    /// <param name="deliveryHash">The delivery; null where no request came with it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task NoteRedactAsync(
        ShopDomain shop, string bodyHash, byte[]? deliveryHash, CancellationToken cancellationToken);

    /// <summary>
    /// The shop's teardowns whose installation has ended and that are not certified, by generation, the oldest first.
    /// </summary>
    Task<IReadOnlyList<TeardownRecord>> ListEndedAsync(ShopDomain shop, CancellationToken cancellationToken);

    /// <summary>Teardowns that are not certified, newest first.</summary>
    Task<Page<TeardownRecord>> ListAsync(
        ShopDomain? shop, TeardownStatus? status, PageRequest page, CancellationToken cancellationToken);
}
