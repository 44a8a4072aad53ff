using System.Text;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;
using Shopkeeper.Testing;
using Shopkeeper.Testing.Redis;

namespace Shopkeeper.Storage.Tests.Caching;

/// <summary>What every shared level of the cache does.</summary>
public abstract class SharedCacheTests(Dialect dialect) : ShopDataTests(dialect)
{
    private const string Key = "price-of-PLANTED-KEY";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private ISharedCache Cache => Get<ISharedCache>();

    protected override IEnumerable<(string Key, string Value)> Settings => [("Cache:EntriesPerInstallation", "5")];

    /// <summary>Everything that the level holds, as it stands there.</summary>
    protected abstract Task<string> DumpAsync();

    [Fact]
    public async Task Entry_when_saved_is_found_with_what_is_left_of_its_lifetime_and_may_be_replaced()
    {
        var installation = (await InstallAsync()).Id;
        Assert.Null(await Cache.FindAsync(installation, Key, Cancel));

        await Cache.SaveAsync(installation, Key, "first"u8.ToArray(), Hour, Cancel);
        await Cache.SaveAsync(installation, Key, "second"u8.ToArray(), Hour / 2, Cancel);
        await Cache.SaveAsync(installation, "empty", ReadOnlyMemory<byte>.Empty, Hour, Cancel);

        var found = await Cache.FindAsync(installation, Key, Cancel);
        Assert.Equal("second"u8.ToArray(), found!.Bytes);
        Assert.InRange(found.ExpiresIn, Hour / 2 - TimeSpan.FromMinutes(1), Hour / 2);
        Assert.Empty((await Cache.FindAsync(installation, "empty", Cancel))!.Bytes);
        Assert.Equal(2, await Cache.CountAsync(installation, Cancel));
        await Cache.PingAsync(Cancel);
    }

    [Fact]
    public async Task Entry_when_its_lifetime_is_over_is_not_found()
    {
        var installation = (await InstallAsync()).Id;
        await Cache.SaveAsync(installation, "long", "1"u8.ToArray(), Hour, Cancel);
        await Cache.SaveAsync(installation, "short", "1"u8.ToArray(), TimeSpan.FromMilliseconds(30), Cancel);

        await Eventually.UntilAsync(
            "the short one is over",
            async () => await Cache.FindAsync(installation, "short", Cancel) is null,
            cancellationToken: Cancel);
        Assert.NotNull(await Cache.FindAsync(installation, "long", Cancel));
    }

    [Fact]
    public async Task Entry_when_removed_is_gone_and_twice_is_safe_and_others_stay()
    {
        var installation = (await InstallAsync()).Id;
        await Cache.SaveAsync(installation, Key, "1"u8.ToArray(), Hour, Cancel);
        await Cache.SaveAsync(installation, "other", "2"u8.ToArray(), Hour, Cancel);

        await Cache.RemoveAsync(installation, Key, Cancel);
        await Cache.RemoveAsync(installation, Key, Cancel);

        Assert.Null(await Cache.FindAsync(installation, Key, Cancel));
        Assert.NotNull(await Cache.FindAsync(installation, "other", Cancel));
    }

    [Fact]
    public async Task Namespace_when_it_is_full_loses_what_would_expire_next()
    {
        var installation = (await InstallAsync()).Id;
        for (var i = 1; i <= 5; i++)
            await Cache.SaveAsync(installation, $"{i}", "1"u8.ToArray(), Hour * i, Cancel);

        await Cache.SaveAsync(installation, "3", "again"u8.ToArray(), Hour * 3, Cancel);
        Assert.Equal(5, await Cache.CountAsync(installation, Cancel));
        await Cache.SaveAsync(installation, "short", "1"u8.ToArray(), Hour / 2, Cancel);

        Assert.Equal(5, await Cache.CountAsync(installation, Cancel));
        Assert.Null(await Cache.FindAsync(installation, "1", Cancel));
        foreach (var kept in (string[])["2", "3", "4", "5", "short"])
            Assert.NotNull(await Cache.FindAsync(installation, kept, Cancel));
    }

    [Fact]
    public async Task Installations_of_the_same_keys_keep_apart_also_when_one_is_cleared()
    {
        var (blue, red) = ((await InstallAsync()).Id, (await InstallAsync(Neighbour)).Id);
        for (var i = 0; i < 3; i++)
        {
            await Cache.SaveAsync(blue, $"{Key}-{i}", "blue"u8.ToArray(), Hour, Cancel);
            await Cache.SaveAsync(red, $"{Key}-{i}", "red"u8.ToArray(), Hour, Cancel);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => Cache.ClearAsync(blue, Cancel));
        await FenceAsync(blue);

        Assert.Equal(3, await Cache.ClearAsync(blue, Cancel));
        Assert.Equal(0, await Cache.ClearAsync(blue, Cancel));
        Assert.Equal(0, await Cache.CountAsync(blue, Cancel));
        Assert.Equal(3, await Cache.CountAsync(red, Cancel));
        Assert.Null(await Cache.FindAsync(blue, $"{Key}-0", Cancel));
        Assert.Equal("red"u8.ToArray(), (await Cache.FindAsync(red, $"{Key}-0", Cancel))!.Bytes);
    }

    [Fact]
    public async Task Nothing_is_written_once_the_installation_has_ended_nor_after_its_clearing_nor_after_its_purge()
    {
        var installation = await InstallAsync();
        await Cache.SaveAsync(installation.Id, Key, "1"u8.ToArray(), Hour, Cancel);
        await FenceAsync(installation.Id);
        await AssertRefusedAsync(1);
        await Cache.ClearAsync(installation.Id, Cancel);
        await AssertRefusedAsync(0);
        await PurgeAllAsync(SubjectOf(installation));
        await AssertRefusedAsync(0);

        async Task AssertRefusedAsync(long left)
        {
            await Assert.ThrowsAsync<InstallationEndedException>(
                () => Cache.SaveAsync(installation.Id, "late", "1"u8.ToArray(), Hour, Cancel));
            Assert.Equal(left, await Cache.CountAsync(installation.Id, Cancel));
        }
    }

    [Fact]
    public async Task Writers_that_race_the_end_leave_nothing_after_the_clearing()
    {
        var installation = await InstallAsync();
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(() => WriteUntilRefusedAsync(writer))).ToArray();
        await Eventually.UntilAsync(
            "they write", async () => await Cache.CountAsync(installation.Id, Cancel) == 5, cancellationToken: Cancel);

        await FenceAsync(installation.Id);
        await Cache.ClearAsync(installation.Id, Cancel);
        await Task.WhenAll(writers);

        Assert.Equal(0, await Cache.CountAsync(installation.Id, Cancel));

        async Task WriteUntilRefusedAsync(int writer)
        {
            try
            {
                for (var i = 0; !Cancel.IsCancellationRequested; i++)
                    await Cache.SaveAsync(installation.Id, $"{writer}-{i % 7}", "1"u8.ToArray(), Hour, Cancel);
            }
            catch (InstallationEndedException)
            {
                // What it wrote for is over: that is what ends it.
            }
        }
    }

    [Fact]
    public async Task Nothing_stands_there_in_plain_and_a_value_moved_to_another_key_is_not_read()
    {
        var installation = (await InstallAsync()).Id;
        await Cache.SaveAsync(installation, Key, Encoding.UTF8.GetBytes(Planting.Secret), Hour, Cancel);

        var held = await DumpAsync();

        Assert.NotEmpty(held);
        foreach (var text in (string[])[Planting.Secret, "PLANTED-KEY"])
        {
            Assert.DoesNotContain(text, held, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(
                Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)), held, StringComparison.OrdinalIgnoreCase);
        }
    }

    public abstract class InDatabase(Dialect dialect) : SharedCacheTests(dialect)
    {
        protected override async Task<string> DumpAsync() =>
            string.Join('\n', await ReadAsync("select * from cache_entries"));
    }

    public sealed class OnPostgres() : InDatabase(Dialect.Postgres);

    public sealed class OnSqlite() : InDatabase(Dialect.Sqlite);

    public sealed class OnRedis() : SharedCacheTests(Dialect.Postgres)
    {
        private RedisServer _redis = null!;

        protected override IEnumerable<(string Key, string Value)> Settings =>
            [.. base.Settings, ("Cache:Redis", _redis.ConnectionString)];

        public override async ValueTask InitializeAsync()
        {
            _redis = await RedisServer.StartAsync();
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await _redis.DisposeAsync();
        }

        protected override async Task<string> DumpAsync() =>
            string.Join('\n', (await _redis.DumpAsync()).Select(pair => $"{pair.Key} {pair.Value}"));
    }
}
