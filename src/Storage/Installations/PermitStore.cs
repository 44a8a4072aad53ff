using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Installations;

/// <inheritdoc/>
internal sealed class PermitStore(Database database, IKeyedHash hash, TimeProvider time) : IPermitStore
{
    public async Task<Guid?> TryTakePermitAsync(
        ShopDomain shop,
        InstallationId installation,
        InstallationId? successor,
        CancellationToken cancellationToken)
    {
        var permit = new
        {
            id = NewId(),
            shop,
            installation,
            successor = successor ?? installation,
            lifetime = (long)IPermitStore.PermitLifetime.TotalMilliseconds,
            shopHash = hash.OfShop(shop),
        };
        var taken = await database.WriteAsync(
            async session =>
            {
                await session.LockShopAsync(shop);
                await session.ExecuteAsync("permits/drop-expired");
                return await session.ExecuteAsync("permits/take", permit);
            },
            cancellationToken);
        return taken == 1 ? permit.id : null;
    }

    public Task ReleasePermitAsync(Guid permit, CancellationToken cancellationToken) =>
        database.StatementAsync(session => session.ExecuteAsync("permits/release", new { permit }), cancellationToken);

    public Task<(Guid Intent, TimeSpan PermitValidFor)> RecordIntentAsync(
        ShopDomain shop, CancellationToken cancellationToken)
    {
        var intent = new { id = NewId(), shop, lifetime = (long)IPermitStore.IntentLifetime.TotalMilliseconds };
        return database.WriteAsync(
            async session =>
            {
                await session.LockShopAsync(shop);
                await session.ExecuteAsync("permits/drop-expired-intents");
                await session.ExecuteAsync("permits/record-intent", intent);
                return (intent.id, await ReadValidForAsync(session, shop));
            },
            cancellationToken);
    }

    public Task<TimeSpan> GetPermitValidForAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ReadValidForAsync(session, shop), cancellationToken);

    public Task RemoveIntentAsync(Guid intent, CancellationToken cancellationToken) =>
        database.StatementAsync(
            session => session.ExecuteAsync("permits/remove-intent", new { intent }), cancellationToken);

    private static async Task<TimeSpan> ReadValidForAsync(DbSession session, ShopDomain shop) =>
        TimeSpan.FromMilliseconds(await session.FindAsync<long>("permits/valid-for", new { shop }));

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
