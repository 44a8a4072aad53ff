using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Caching;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Testing;

namespace Shopkeeper.Storage.Tests.Caching;

/// <summary>What is Redis' own: the mark of an end, late writers, and a server that does not answer.</summary>
public sealed class RedisCacheTests : RedisTests
{
    [Fact]
    public async Task Zombie_on_another_silo_that_saw_the_installation_living_writes_nothing_after_the_clearing()
    {
        var installation = (await InstallAsync()).Id;
        await using var other = Build();
        var database = new PausedDatabase(other.GetRequiredService<Database>());
        var zombie = ActivatorUtilities.CreateInstance<RedisCache>(other, database);
        var writes = zombie.SaveAsync(installation, "late", "1"u8.ToArray(), Hour, Cancel);
        await database.HasRead;

        await FenceAsync(installation);
        await Cache.ClearAsync(installation, Cancel);
        database.GoOn();

        await Assert.ThrowsAsync<InstallationEndedException>(() => writes);
        Assert.Equal(0, await Cache.CountAsync(installation, Cancel));
        var mark = Assert.Single(await Redis.DumpAsync());
        Assert.EndsWith(":ended", mark.Key, StringComparison.Ordinal);
        Assert.InRange(await Redis.LifetimeOfAsync(mark.Key), Hour - TimeSpan.FromMinutes(1), Hour);
    }

    [Fact]
    public async Task Writer_that_began_more_than_a_minute_ago_is_refused_even_without_a_mark()
    {
        string[] keys = ["entries", "expiries", "ended"];
        var now = long.Parse((await Redis.RunAsync("time")).Split('\n')[0], CultureInfo.InvariantCulture) * 1_000;

        Assert.Equal("0", await SaveAsync(now - 55_000));
        Assert.Equal("2", await SaveAsync(now - 62_000));
        await Redis.RunAsync("set", "ended", "1");
        Assert.Equal("1", await SaveAsync(now));

        async Task<string> SaveAsync(long begun) => (await Redis.RunAsync(
            ["eval", RedisScripts.Read("save"), "3", .. keys, "field", "payload", "1000", $"{begun}", "60000", "9"]))
            .Trim();
    }

    [Fact]
    public async Task Expired_entries_leave_the_hash_with_the_next_write_and_the_hash_itself_expires()
    {
        var installation = (await InstallAsync()).Id;
        await Cache.SaveAsync(installation, "short", "1"u8.ToArray(), TimeSpan.FromMilliseconds(20), Cancel);
        await Eventually.UntilAsync(
            "it is over",
            async () => await Cache.FindAsync(installation, "short", Cancel) is null,
            cancellationToken: Cancel);

        await Cache.SaveAsync(installation, "long", "1"u8.ToArray(), Hour, Cancel);
        await Cache.SaveAsync(installation, "again", "1"u8.ToArray(), Hour / 60, Cancel);

        Assert.Equal(2, await Cache.CountAsync(installation, Cancel));
        foreach (var key in (await Redis.DumpAsync()).Keys)
            Assert.InRange(await Redis.LifetimeOfAsync(key), Hour - TimeSpan.FromMinutes(1), Hour);
    }

    [Fact]
    public async Task Redis_when_it_is_down_fails_every_call_at_once_and_works_again_when_it_is_back()
    {
        var installation = (await InstallAsync()).Id;
        await Cache.SaveAsync(installation, "key", "1"u8.ToArray(), Hour, Cancel);
        await Redis.StopAsync();

        var began = Stopwatch.GetTimestamp();
        foreach (var call in Calls(installation)) await Assert.ThrowsAsync<CacheUnavailableException>(call);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(15));

        await Redis.StartAgainAsync();
        await Eventually.UntilAsync(
            "it is reached again",
            async () =>
            {
                await Cache.SaveAsync(installation, "key", "1"u8.ToArray(), Hour, Cancel);
                return await Cache.FindAsync(installation, "key", Cancel) is not null;
            },
            cancellationToken: Cancel);
    }

    [Fact]
    public async Task Redis_when_it_hangs_fails_the_call_after_its_time()
    {
        var installation = (await InstallAsync()).Id;
        await Cache.SaveAsync(installation, "key", "1"u8.ToArray(), Hour, Cancel);
        Redis.Pause();
        try
        {
            var fault = await Assert.ThrowsAsync<CacheUnavailableException>(
                () => Cache.CountAsync(installation, Cancel));
            Assert.DoesNotContain($"{installation}", fault.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Redis.Resume();
        }
    }

    [Fact]
    public async Task Entry_that_somebody_else_wrote_there_is_not_read()
    {
        var installation = (await InstallAsync()).Id;
        await Cache.SaveAsync(installation, "key", "1"u8.ToArray(), Hour, Cancel);
        await Cache.SaveAsync(installation, "other", "2"u8.ToArray(), Hour, Cancel);
        var entries = (await Redis.DumpAsync()).Keys.Single(key => key.EndsWith(":entries", StringComparison.Ordinal));
        await Redis.RunAsync("eval",
            "local f = redis.call('HKEYS', KEYS[1]); local v = redis.call('HGET', KEYS[1], f[1]); "
            + "redis.call('HSET', KEYS[1], f[1], redis.call('HGET', KEYS[1], f[2]), f[2], v)",
            "1", entries);

        foreach (var key in (string[])["key", "other"])
        {
            var fault = await Assert.ThrowsAsync<CacheUnavailableException>(
                () => Cache.FindAsync(installation, key, Cancel));
            Assert.Equal("unreadable", fault.Code);
        }
    }

    private IEnumerable<Func<Task>> Calls(InstallationId installation) =>
    [
        () => Cache.FindAsync(installation, "key", Cancel),
        () => Cache.SaveAsync(installation, "key", "1"u8.ToArray(), Hour, Cancel),
        () => Cache.RemoveAsync(installation, "key", Cancel),
        () => Cache.CountAsync(installation, Cancel),
        () => Cache.PingAsync(Cancel),
    ];

    public sealed class Unreadable() : StorageTests(Dialect.Sqlite)
    {
        protected override IEnumerable<(string Key, string Value)> Settings =>
            [("Cache:Redis", "host:6379,password=hunter2,nonsense=1")];

        [Fact]
        public void Redis_setting_that_can_not_be_read_is_refused_by_name_and_not_repeated()
        {
            var refusal = Assert.Throws<OptionsValidationException>(
                () => Get<IOptions<SharedCacheOptions>>().Value);
            Assert.Contains("Cache:Redis", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
        }
    }
}
