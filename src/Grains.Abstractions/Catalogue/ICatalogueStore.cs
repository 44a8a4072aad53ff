using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Catalogue;

/// <summary>A shop's products as last synchronised: a table of shop data like any other.</summary>
public interface ICatalogueStore
{
    /// <summary>Inserts or replaces products, at most 250. Guarded.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task SaveAsync(InstallationId installation, IReadOnlyList<CatalogueProduct> products, CancellationToken cancellationToken);

    /// <summary>Removes products that the sync begun at <paramref name="before"/> did not see. Guarded, in batches.</summary>
    Task<int> RemoveUnseenAsync(InstallationId installation, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>How many products are stored.</summary>
    Task<long> CountAsync(InstallationId installation, CancellationToken cancellationToken);
}

/// <summary>One product.</summary>
public sealed record CatalogueProduct
{
    /// <summary>Shopify's id (a GID).</summary>
    public required string Id { get; init; }

    /// <summary>The title; stored encrypted.</summary>
    public required string Title { get; init; }

    /// <summary>The handle; stored encrypted.</summary>
    public required string Handle { get; init; }

    /// <summary>When the sync saw it.</summary>
    public required DateTimeOffset SeenAt { get; init; }
}
