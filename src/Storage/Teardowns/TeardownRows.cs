using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Teardowns;

/// <summary>Reads and writes rows of <c>teardowns</c>, inside a transaction of the caller's.</summary>
internal sealed class TeardownRows(IRingCipher ring, IKeyedHash hash)
{
    public byte[] Hash(ShopDomain shop) => hash.OfShop(shop);

    public async Task<TeardownRecord?> FindAsync(DbSession db, string name, object args) =>
        await db.FindAsync<byte[]>(name, args) is { } payload ? Read(payload) : null;

    public async Task<IReadOnlyList<TeardownRecord>> ListAsync(DbSession db, string name, object args) =>
        (await db.ListAsync<byte[]>(name, args)).Select(Read).ToList();

    /// <summary>Inserts a record as version 1 unless its installation has one.</summary>
    public async Task<TeardownRecord?> InsertAsync(DbSession db, TeardownRecord record)
    {
        var first = record with { Version = 1 };
        return await db.ExecuteAsync("teardowns/insert", Columns(first)) > 0 ? first : null;
    }

    /// <summary>Writes the next version of a record over the one that it was read as.</summary>
    /// <returns>The record as written; null when another write came first.</returns>
    public async Task<TeardownRecord?> SaveAsync(DbSession db, TeardownRecord record)
    {
        var next = record with { Version = record.Version + 1 };
        return await db.ExecuteAsync("teardowns/save", Columns(next)) > 0 ? next : null;
    }

    public static Task SetVerdictsAsync(DbSession db, TeardownRecord record, int verdict) => db.ExecuteEachAsync(
        "teardowns/set-verdict",
        record.Deliveries.Select(delivery => new VerdictRow(delivery, verdict)).ToArray());

    public TeardownRecord Read(byte[] payload) => TeardownPayload.Unprotect(ring, payload);

    private object Columns(TeardownRecord record) => new
    {
        id = record.Id,
        installation = record.Installation,
        shopHash = Hash(record.Shop),
        generation = record.Generation,
        status = (int)record.Status,
        nextAttemptAt = record.NextAttemptAt,
        version = record.Version,
        bodyHash = record.BodyHash,
        openedAt = record.OpenedAt,
        endedAt = record.EndedAt,
        payload = TeardownPayload.Protect(ring, record),
    };

    private sealed record VerdictRow(byte[] DeliveryHash, int Verdict);
}
