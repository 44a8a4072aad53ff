using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Paging;

namespace Shopkeeper.Storage.Certificates;

internal sealed class CertificateStore(Database database, IKeyedHash hash) : ICertificateStore
{
    private const string List = "certificates";

    public Task<CertificateRecord?> FindAsync(Guid certificate, CancellationToken cancellationToken) =>
        FindAsync("certificates/find", new { certificate }, cancellationToken);

    public Task<CertificateRecord?> FindByTeardownAsync(Guid teardown, CancellationToken cancellationToken) =>
        FindAsync("certificates/find-by-teardown", new { teardown }, cancellationToken);

    public Task<Page<CertificateRecord>> ListAsync(
        ShopDomain? shop, PageRequest page, CancellationToken cancellationToken)
    {
        var (at, id) = Cursor.ReadMoment(List, page.Cursor);
        var rows = Cursor.RowsFor(page);
        return database.ReadAsync(
            async db => Cursor.Page(
                List,
                shop is null
                    ? await db.ListAsync<CertificateRow>("certificates/list", new { at, id, rows })
                    : await db.ListAsync<CertificateRow>(
                        "certificates/list-of-shop", new { shopHash = hash.OfShop(shop), at, id, rows }),
                page.Limit,
                row => Cursor.Moment(row.IssuedAt, row.Id),
                row => row.ToRecord()),
            cancellationToken);
    }

    private Task<CertificateRecord?> FindAsync(string name, object args, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db => (await db.FindAsync<CertificateRow>(name, args))?.ToRecord(), cancellationToken);
}
