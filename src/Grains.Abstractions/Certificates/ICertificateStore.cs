using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Certificates;

/// <summary>
/// The certificates. A shop's are found by a keyed hash of its domain; the domain itself is not stored.
/// </summary>
public interface ICertificateStore
{
    /// <summary>A certificate by its id.</summary>
    Task<CertificateRecord?> FindAsync(Guid certificate, CancellationToken cancellationToken);

    /// <summary>The certificate that ended a teardown.</summary>
    Task<CertificateRecord?> FindByTeardownAsync(Guid teardown, CancellationToken cancellationToken);

    /// <summary>Certificates, newest first; of one shop where it is named.</summary>
    Task<Page<CertificateRecord>> ListAsync(ShopDomain? shop, PageRequest page, CancellationToken cancellationToken);
}
