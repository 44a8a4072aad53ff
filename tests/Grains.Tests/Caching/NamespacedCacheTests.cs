using System.Text;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Caching;

namespace Shopkeeper.Grains.Tests.Caching;

/// <summary>The two levels together: what is seen when, and that nothing comes back.</summary>
public sealed class NamespacedCacheTests : IDisposable
{
    private const string Key = "key";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ReadOnlyMemory<byte> One = "one"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Two = "two"u8.ToArray();
    private readonly CacheBench _bench = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private INamespacedCache Cache => _bench.Cache;

    private InstallationId Id => _bench.Installation;

    [Fact]
    public async Task Entry_is_answered_from_memory_until_its_time_there_is_over_and_then_from_the_shared_level()
    {
        Assert.True(await Cache.SetAsync(Id, Key, One, Hour, Cancel));
        Assert.Equal("one", Text(await Cache.GetAsync(Id, Key, Cancel)));
        Assert.Equal(0, _bench.Reads);

        _bench.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("one", Text(await Cache.GetAsync(Id, Key, Cancel)));
        Assert.Equal("one", Text(await Cache.GetAsync(Id, Key, Cancel)));
        Assert.Equal(1, _bench.Reads);
    }

    [Fact]
    public async Task Change_by_another_silo_is_seen_once_the_time_in_memory_is_over()
    {
        await Cache.SetAsync(Id, Key, One, Hour, Cancel);
        await ((ISharedCache)_bench).SaveAsync(Id, Key, Two, Hour, Cancel);

        Assert.Equal("one", Text(await Cache.GetAsync(Id, Key, Cancel)));
        _bench.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("two", Text(await Cache.GetAsync(Id, Key, Cancel)));
    }

    [Fact]
    public async Task Own_change_is_seen_at_once_and_what_was_read_meanwhile_does_not_come_back()
    {
        await ((ISharedCache)_bench).SaveAsync(Id, Key, One, Hour, Cancel);
        _bench.AfterRead = async () =>
        {
            _bench.AfterRead = () => Task.CompletedTask;
            await Cache.SetAsync(Id, Key, Two, Hour, Cancel);
        };

        Assert.Equal("one", Text(await Cache.GetAsync(Id, Key, Cancel)));
        Assert.Equal("two", Text(await Cache.GetAsync(Id, Key, Cancel)));

        Assert.True(await Cache.RemoveAsync(Id, Key, Cancel));
        Assert.Null(await Cache.GetAsync(Id, Key, Cancel));
    }

    [Fact]
    public async Task Fill_that_began_before_the_clearing_gets_into_no_level()
    {
        var made = Cache.GetOrCreateAsync(
            Id,
            Key,
            async _ =>
            {
                await _bench.EndAsync();
                return One;
            },
            Hour,
            Cancel);

        await Assert.ThrowsAsync<InstallationEndedException>(async () => await made);
        await AssertNothingAsync();
    }

    [Fact]
    public async Task Write_that_the_shared_level_took_right_before_the_end_does_not_stay_in_memory()
    {
        // The guard let it in; the end and the clearing come before it gets into memory.
        var mark = _bench.Memory.Mark(Id);
        await _bench.EndAsync();

        _bench.Memory.Replace(Id, Key, One.ToArray(), Hour, mark);
        _bench.Memory.Fill(Id, Key, One.ToArray(), Hour, mark);

        await AssertNothingAsync();
    }

    [Fact]
    public async Task Read_that_began_before_the_clearing_does_not_stay_in_memory()
    {
        await ((ISharedCache)_bench).SaveAsync(Id, Key, One, Hour, Cancel);
        _bench.AfterRead = _bench.EndAsync;

        Assert.Equal("one", Text(await Cache.GetAsync(Id, Key, Cancel)));
        await AssertNothingAsync();
    }

    [Fact]
    public async Task Shared_level_that_is_down_lets_reads_miss_and_writes_drop_and_is_told_once()
    {
        var log = new CountingLogger<SharedLevel>();
        using var bench = new CacheBench(logger: log);
        var (cache, id) = (bench.Cache, bench.Installation);
        await cache.SetAsync(id, Key, One, Hour, Cancel);
        bench.Down = true;

        Assert.False(await cache.SetAsync(id, Key, Two, Hour, Cancel));
        Assert.Null(await cache.GetAsync(id, Key, Cancel));
        Assert.False(await cache.RemoveAsync(id, Key, Cancel));
        Assert.Equal("two", Text(await cache.GetOrCreateAsync(id, Key, _ => Task.FromResult(Two), Hour, Cancel)));
        Assert.Equal(1, log.Count);

        bench.Down = false;
        Assert.Equal("one", Text(await cache.GetAsync(id, Key, Cancel)));
        await cache.GetAsync(id, "other", Cancel);
        Assert.Equal(2, log.Count);
    }

    [Fact]
    public async Task Value_that_is_too_long_is_not_stored_and_takes_the_one_before_away()
    {
        using var bench = new CacheBench(new CacheOptions { MaximumValueBytes = 3 });
        Assert.True(await bench.Cache.SetAsync(bench.Installation, Key, One, Hour, Cancel));
        Assert.False(await bench.Cache.SetAsync(bench.Installation, Key, new byte[4], Hour, Cancel));
        Assert.Null(await bench.Cache.GetAsync(bench.Installation, Key, Cancel));
        var made = await bench.Cache.GetOrCreateAsync(
            bench.Installation, Key, _ => Task.FromResult<ReadOnlyMemory<byte>>(new byte[9]), Hour, Cancel);
        Assert.Equal(9, made.Length);
    }

    [Fact]
    public async Task Keys_and_lifetimes_outside_their_limits_are_refused()
    {
        await Cache.SetAsync(Id, new string('k', 256), One, TimeSpan.FromDays(1), Cancel);
        foreach (var key in (string[])["", new string('k', 257)])
            await Assert.ThrowsAsync<ArgumentException>(async () => await Cache.GetAsync(Id, key, Cancel));
        foreach (var lifetime in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromTicks(-1), TimeSpan.FromDays(1.1)])
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                async () => await Cache.SetAsync(Id, Key, One, lifetime, Cancel));
        }
    }

    [Fact]
    public async Task Json_values_come_back_and_what_does_not_read_as_one_is_made_anew()
    {
        await Cache.SetAsync(Id, Key, new Price(12, "EUR"), Hour, Cancel);
        Assert.Equal(new Price(12, "EUR"), await Cache.GetAsync<Price>(Id, Key, Cancel));

        await Cache.SetAsync(Id, Key, "{"u8.ToArray().AsMemory(), Hour, Cancel);
        Assert.Null(await Cache.GetAsync<Price>(Id, Key, Cancel));
        var made = await Cache.GetOrCreateAsync(Id, Key, _ => Task.FromResult(new Price(1, "USD")), Hour, Cancel);
        Assert.Equal(new Price(1, "USD"), made);
        Assert.Equal(made, await Cache.GetAsync<Price>(Id, Key, Cancel));
    }

    public void Dispose() => _bench.Dispose();

    private static string? Text(ReadOnlyMemory<byte>? value) =>
        value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private async Task AssertNothingAsync()
    {
        Assert.Equal(0, _bench.Memory.Count(Id));
        Assert.Equal(0, await ((ISharedCache)_bench).CountAsync(Id, Cancel));
        await Assert.ThrowsAsync<InstallationEndedException>(
            async () => await Cache.SetAsync(Id, Key, One, Hour, Cancel));
        Assert.Equal(0, _bench.Memory.Count(Id));
    }

    private sealed record Price(int Amount, string Currency);
}
