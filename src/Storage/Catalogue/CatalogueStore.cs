using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Catalogue;

internal sealed class CatalogueStore(Database database, InstallationCipher ciphers) : ICatalogueStore
{
    private const int ProductsMaximum = 250;
    private const int BatchRows = 1_000;

    public Task SaveAsync(
        InstallationId installation, IReadOnlyList<CatalogueProduct> products, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(products.Count, ProductsMaximum, nameof(products));
        return database.GuardedAsync(
            installation,
            async db =>
            {
                var cipher = await ciphers.OpenAsync(db, installation);

                // In one order everywhere, so that two syncs of one shop never wait for each other's rows in a circle.
                var rows = products.OrderBy(product => product.Id, StringComparer.Ordinal)
                    .Select(product => new Row(installation, product.Id, product.SeenAt, Encrypt(product, cipher)))
                    .ToArray();
                await db.ExecuteEachAsync("catalogue/save", rows);
            },
            cancellationToken);
    }

    public async Task<int> RemoveUnseenAsync(
        InstallationId installation, DateTimeOffset before, CancellationToken cancellationToken)
    {
        for (var removed = 0; ;)
        {
            var batch = await database.GuardedAsync(
                installation,
                db => db.ExecuteAsync("catalogue/remove-unseen", new { installation, before, rows = BatchRows }),
                cancellationToken);
            removed += batch;
            if (batch < BatchRows)
                return removed;
        }
    }

    public Task RemoveAsync(InstallationId installation, string productId, CancellationToken cancellationToken) =>
        database.GuardedAsync(
            installation,
            db => db.ExecuteAsync("catalogue/remove", new { installation, productId }),
            cancellationToken);

    public Task<long> CountAsync(InstallationId installation, CancellationToken cancellationToken) =>
        database.ReadAsync(db => db.FindAsync<long>("catalogue/count", new { installation }), cancellationToken);

    private static byte[] Encrypt(CatalogueProduct product, FieldCipher cipher) => cipher.Encrypt(
        $"catalogue_products.payload:{product.Id}",
        JsonSerializer.SerializeToUtf8Bytes(
            new StoredProductPayload { Title = product.Title, Handle = product.Handle }));

    private sealed record Row(InstallationId InstallationId, string ProductId, DateTimeOffset SeenAt, byte[] Payload);
}
