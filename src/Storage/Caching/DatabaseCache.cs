using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Caching;

/// <summary>The shared level in the database: written behind the guard, as all data of an installation.</summary>
internal sealed class DatabaseCache(
    Database database, InstallationCipher ciphers, CacheCipher names, IOptions<SharedCacheOptions> options)
    : ISharedCache
{
    private const int BatchRows = 1_000;

    public string Store => "cache_entries";

    public Task<CachedValue?> FindAsync(InstallationId installation, string key, CancellationToken cancellationToken)
    {
        var keyHash = names.HashOf(installation, key);
        return database.ReadAsync(
            async db =>
            {
                var row = await db.FindAsync<Row>("cache/find", new { installation, keyHash });
                return row is not null && await ciphers.FindAsync(db, installation) is { } cipher
                    ? new CachedValue(
                        CacheCipher.Decrypt(cipher, keyHash, row.Payload), TimeSpan.FromMilliseconds(row.ExpiresIn))
                    : null;
            },
            cancellationToken);
    }

    public Task SaveAsync(
        InstallationId installation,
        string key,
        ReadOnlyMemory<byte> value,
        TimeSpan lifetime,
        CancellationToken cancellationToken)
    {
        var keyHash = names.HashOf(installation, key);
        return database.GuardedAsync(
            installation,
            async db =>
            {
                var payload = CacheCipher.Encrypt(await ciphers.OpenAsync(db, installation), keyHash, value);
                await db.ExecuteAsync(
                    "cache/save",
                    new { installation, keyHash, lifetime = (long)lifetime.TotalMilliseconds, payload });
                var rows = await db.FindAsync<long>("cache/count", new { installation })
                    - options.Value.EntriesPerInstallation;
                if (rows > 0) await db.ExecuteAsync("cache/drop-next-to-expire", new { installation, keyHash, rows });
            },
            cancellationToken);
    }

    public Task RemoveAsync(InstallationId installation, string key, CancellationToken cancellationToken)
    {
        var keyHash = names.HashOf(installation, key);
        return database.StatementAsync(
            db => db.ExecuteAsync("cache/remove", new { installation, keyHash }), cancellationToken);
    }

    public async Task<long> ClearAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        for (long cleared = 0; ;)
        {
            var batch = await database.PurgeAsync(db => ClearBatchAsync(db, installation), cancellationToken);
            cleared += batch;
            if (batch < BatchRows) return cleared;
        }
    }

    public Task<long> CountAsync(InstallationId installation, CancellationToken cancellationToken) =>
        database.ReadAsync(db => db.FindAsync<long>("cache/count", new { installation }), cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken) => database.PingAsync(cancellationToken);

    private static async Task<int> ClearBatchAsync(DbSession db, InstallationId installation)
    {
        await EndedInstallation.RequireAsync(db, installation);
        return await db.ExecuteAsync("cache/clear", new { installation, rows = BatchRows });
    }

    private sealed record Row
    {
        public byte[] Payload { get; init; } = [];

        public long ExpiresIn { get; init; }
    }
}
