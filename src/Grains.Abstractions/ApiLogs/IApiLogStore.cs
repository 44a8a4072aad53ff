using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.ApiLogs;

/// <summary>The log of calls made to Shopify for an installation; details encrypted under its data key.</summary>
public interface IApiLogStore
{
    /// <summary>Appends one entry. Guarded.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task AppendAsync(InstallationId installation, ApiLogEntry entry, CancellationToken cancellationToken);

    /// <summary>The newest entries first.</summary>
    Task<Page<ApiLogEntry>> ListAsync(
        InstallationId installation, PageRequest page, CancellationToken cancellationToken);
}
