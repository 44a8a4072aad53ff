using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;
using StackExchange.Redis;

namespace Shopkeeper.Storage.Caching;

/// <summary>
/// The shared level in Redis: one hash for an installation, so that its namespace goes in one command. Redis knows no
/// guard. A writer notes Redis' time, reads the truth from the database, and then writes by a script that refuses it
/// when the installation's mark stands, or when more than a minute went by; clearing sets the mark, for an hour, and
/// deletes the hash in one script. So whoever read the truth before the end either meets the mark or comes too late.
/// </summary>
/// <remarks>
/// A Redis that loses the mark within that minute, by a restart or by evicting it, may take such a late entry: it can
/// be read by nobody once the installation's data key is destroyed, and expires.
/// </remarks>
internal sealed class RedisCache(
    RedisConnection redis,
    Database database,
    DataKeys keys,
    CacheCipher names,
    IOptions<SharedCacheOptions> options)
    : ISharedCache
{
    private const int Ended = 1;
    private const int Late = 2;
    private static readonly TimeSpan WriterLagMaximum = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MarkLifetime = TimeSpan.FromHours(1);
    private static readonly string Find = RedisScripts.Read("find");
    private static readonly string Save = RedisScripts.Read("save");
    private static readonly string Remove = RedisScripts.Read("remove");
    private static readonly string Clear = RedisScripts.Read("clear");
    private static readonly string Count = RedisScripts.Read("count");

    public string Store => "cache:redis";

    public async Task<CachedValue?> FindAsync(
        InstallationId installation, string key, CancellationToken cancellationToken)
    {
        var keyHash = names.HashOf(installation, key);
        var found = await redis.RunAsync(
            db => db.ScriptEvaluateAsync(Find, KeysOf(installation)[..2], [keyHash]), cancellationToken);
        if (found.IsNull) return null;
        var wrapped = keys.FindWrapped(installation) ?? await database.ReadAsync(
            db => db.FindAsync<byte[]>("keys/read", new { installation }), cancellationToken);
        if (wrapped is null) return null;
        var cipher = new FieldCipher(keys, installation, wrapped);
        return new CachedValue(
            CacheCipher.Decrypt(cipher, keyHash, (byte[])found[0]!), TimeSpan.FromMilliseconds((long)found[1]));
    }

    public async Task SaveAsync(
        InstallationId installation,
        string key,
        ReadOnlyMemory<byte> value,
        TimeSpan lifetime,
        CancellationToken cancellationToken)
    {
        var begun = await redis.RunAsync(db => db.ExecuteAsync("TIME"), cancellationToken);
        var wrapped = await database.ReadAsync(
            db => db.FindAsync<byte[]>("cache/current-key", new { installation }), cancellationToken)
            ?? throw new InstallationEndedException(installation);
        var keyHash = names.HashOf(installation, key);
        var payload = CacheCipher.Encrypt(new FieldCipher(keys, installation, wrapped), keyHash, value);
        RedisValue[] arguments =
        [
            keyHash,
            payload,
            (long)lifetime.TotalMilliseconds,
            ((long)begun[0] * 1_000) + ((long)begun[1] / 1_000),
            (long)WriterLagMaximum.TotalMilliseconds,
            options.Value.EntriesPerInstallation,
        ];
        var written = (int)await redis.RunAsync(
            db => db.ScriptEvaluateAsync(Save, KeysOf(installation), arguments), cancellationToken);
        if (written == Ended) throw new InstallationEndedException(installation);
        if (written == Late) throw new CacheUnavailableException("late");
    }

    public Task RemoveAsync(InstallationId installation, string key, CancellationToken cancellationToken) =>
        redis.RunAsync(
            db => db.ScriptEvaluateAsync(
                Remove, KeysOf(installation)[..2], [names.HashOf(installation, key)]),
            cancellationToken);

    public async Task<long> ClearAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await database.ReadAsync(
            async db =>
            {
                await EndedInstallation.RequireAsync(db, installation);
                return true;
            },
            cancellationToken);
        return (long)await redis.RunAsync(
            db => db.ScriptEvaluateAsync(Clear, KeysOf(installation), [(long)MarkLifetime.TotalMilliseconds]),
            cancellationToken);
    }

    public async Task<long> CountAsync(InstallationId installation, CancellationToken cancellationToken) =>
        (long)await redis.RunAsync(
            db => db.ScriptEvaluateAsync(Count, KeysOf(installation)[..2]), cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken) =>
        redis.RunAsync(db => db.PingAsync(), cancellationToken);

    // In braces, so that a Redis cluster keeps the three in one place: a script needs that.
    private static RedisKey[] KeysOf(InstallationId installation) =>
    [
        $"shopkeeper:cache:{{{installation}}}:entries",
        $"shopkeeper:cache:{{{installation}}}:expiries",
        $"shopkeeper:cache:{{{installation}}}:ended",
    ];
}
