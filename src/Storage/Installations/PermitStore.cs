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
            lifetime = (long)IPermitStore.PermitLifetime.TotalMilliseconds,
        };
        var taken = await database.WriteAsync(
            async session =>
            {
                await session.LockShopAsync(shop);
                await session.ExecuteAsync("permits/drop-expired");
                if (await FindStandingAsync(session, shop, installation, successor) is null) return false;
                if (await session.FindAsync<long>("permits/intents", new { shop }) > 0) return false;
                await session.ExecuteAsync("permits/take", permit);
                return true;
            },
            cancellationToken);
        return taken ? permit.id : null;
    }

    public Task<bool> IsHeldByIntentAsync(
        ShopDomain shop,
        InstallationId installation,
        InstallationId? successor,
        CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => await FindStandingAsync(session, shop, installation, successor) is { } current
                && (successor is null || current == 1),
            cancellationToken);

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

    // Null where the merchant came back; otherwise how many current stays a reset began in place of the ended one.
    private Task<long?> FindStandingAsync(
        DbSession session, ShopDomain shop, InstallationId installation, InstallationId? successor) =>
        session.FindAsync<long?>(
            "permits/standing",
            new { shop, installation, successor = successor ?? installation, shopHash = hash.OfShop(shop) });

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
