using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>
/// The compliance desk's rows. They are made where deliveries are recorded, in the same transaction: see
/// <see cref="Webhooks.IWebhookInbox.RecordAsync"/>.
/// </summary>
public interface IComplianceStore
{
    /// <summary>Requests that have something to do now, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<Guid>> FindDueAsync(int limit, CancellationToken cancellationToken);

    /// <summary>A request.</summary>
    Task<ComplianceRequest?> FindAsync(Guid request, CancellationToken cancellationToken);

    /// <summary>Requests, those due first first.</summary>
    Task<Page<ComplianceRequest>> ListAsync(
        ComplianceFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Whom an open request is about; null where that is not stored or can't be decrypted.</summary>
    Task<ComplianceSubject?> ReadSubjectAsync(Guid request, CancellationToken cancellationToken);

    /// <summary>
    /// Whom data requests are about that the same shop's customers made before a request, and that are not closed: an
    /// export may be kept for each. Without those that can't be decrypted.
    /// </summary>
    Task<IReadOnlyList<ComplianceSubject>> ListAskedBeforeAsync(
        ComplianceRequest request, CancellationToken cancellationToken);

    /// <summary>A stay, whether it goes on, is torn down or certified.</summary>
    Task<ComplianceStay> FindStayAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>True while the delivery that brought a request waits to be handled.</summary>
    Task<bool> IsDeliveryWaitingAsync(ShopDomain shop, byte[] deliveryHash, CancellationToken cancellationToken);

    /// <summary>Whether the keyed hash of a request is this shop's.</summary>
    bool IsOf(ComplianceRequest request, ShopDomain shop);

    /// <summary>
    /// Writes a request if its version is still the stored one, and with it the export where one is given. Closing it
    /// drops the subject and the export.
    /// </summary>
    /// <returns>The request with its new version, or null when another write came first: read again.</returns>
    Task<ComplianceRequest?> SaveAsync(
        ComplianceRequest request, string? export, CancellationToken cancellationToken);

    /// <summary>The export as JSON, as far as it is made; null without one.</summary>
    Task<string?> ReadExportAsync(Guid request, CancellationToken cancellationToken);

    /// <summary>
    /// The body of a request that could not be read as one of its topic, as it came; null once it is closed.
    /// </summary>
    Task<byte[]?> ReadBodyAsync(Guid request, CancellationToken cancellationToken);

    /// <summary>
    /// Counts data requests that came before an installation ended and are not exported yet.
    /// </summary>
    Task<long> CountUnexportedAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>Has them tried at once: the installation ends.</summary>
    Task HurryAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>Closes them as not exported: the installation's erasure does not wait longer.</summary>
    /// <returns>How many there were.</returns>
    Task<int> GiveUpAsync(InstallationId installation, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a <c>shop/redact</c> of its own for each installation that was uninstalled longer ago than
    /// <paramref name="within"/> and that none came for; one for each, at most <paramref name="limit"/> in a call.
    /// </summary>
    /// <returns>How many were opened.</returns>
    Task<int> WatchAsync(TimeSpan within, int limit, CancellationToken cancellationToken);
}
