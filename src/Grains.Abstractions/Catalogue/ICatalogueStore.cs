using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Catalogue;

/// <summary>A shop's products as last synchronised: a table of shop data like any other.</summary>
public interface ICatalogueStore
{
    /// <summary>Inserts or replaces products, at most 250. Guarded.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task SaveAsync(
        InstallationId installation, IReadOnlyList<CatalogueProduct> products, CancellationToken cancellationToken);

    /// <summary>
    /// Removes products that the sync begun at <paramref name="before"/> did not see. Guarded, in batches.
    /// </summary>
    Task<int> RemoveUnseenAsync(
        InstallationId installation, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Removes a product. Guarded. Twice is safe.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task RemoveAsync(InstallationId installation, string productId, CancellationToken cancellationToken);

    /// <summary>How many products are stored.</summary>
    Task<long> CountAsync(InstallationId installation, CancellationToken cancellationToken);
}
