using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Tests.Catalogue;

/// <summary>A catalogue in memory, which takes a product once in each call as a database does.</summary>
internal sealed class FakeCatalogueStore : ICatalogueStore
{
    public Dictionary<string, CatalogueProduct> Products { get; } = [];

    /// <summary>How many saves are taken before the installation ends.</summary>
    public int SavesUntilTheEnd { get; set; } = int.MaxValue;

    public Task SaveAsync(
        InstallationId installation, IReadOnlyList<CatalogueProduct> products, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (SavesUntilTheEnd-- <= 0) throw new InstallationEndedException(installation);
        Assert.InRange(products.Count, 0, 250);
        foreach (var product in products.ToDictionary(product => product.Id)) Products[product.Key] = product.Value;
        return Task.CompletedTask;
    }

    public Task<int> RemoveUnseenAsync(
        InstallationId installation, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var unseen = Products.Values.Where(product => product.SeenAt < before).ToList();
        foreach (var product in unseen) Products.Remove(product.Id);
        return Task.FromResult(unseen.Count);
    }

    public Task RemoveAsync(InstallationId installation, string productId, CancellationToken cancellationToken)
    {
        Products.Remove(productId);
        return Task.CompletedTask;
    }

    public Task<long> CountAsync(InstallationId installation, CancellationToken cancellationToken) =>
        Task.FromResult((long)Products.Count);
}
