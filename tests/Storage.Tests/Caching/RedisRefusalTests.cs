using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Storage.Caching;
using Shopkeeper.Testing;
using StackExchange.Redis;

namespace Shopkeeper.Storage.Tests.Caching;

/// <summary>A Redis that answers and takes nothing, and commands that are not sent to it at all.</summary>
public sealed class RedisRefusalTests : RedisTests
{
    [Fact]
    public async Task Redis_whose_memory_is_full_refuses_entries_and_still_clears_those_of_an_ended_installation()
    {
        var installation = (await InstallAsync()).Id;
        await Cache.SaveAsync(installation, "key", new byte[4_096], Hour, Cancel);
        await Redis.RunAsync("config", "set", "maxmemory-policy", "noeviction");
        await Redis.RunAsync("config", "set", "maxmemory", "1");
        await AssertRefusedAsync(() => Cache.SaveAsync(installation, "more", "1"u8.ToArray(), Hour, Cancel));
        await FenceAsync(installation);

        Assert.Equal(1, await Cache.ClearAsync(installation, Cancel));
        Assert.Equal(0, await Cache.ClearAsync(installation, Cancel));

        Assert.Equal(0, await Cache.CountAsync(installation, Cancel));
        var mark = Assert.Single(await Redis.DumpAsync());
        Assert.EndsWith(":ended", mark.Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redis_that_became_a_replica_refuses_and_no_fault_of_the_library_comes_through()
    {
        var installation = (await InstallAsync()).Id;
        await Redis.RunAsync("replicaof", "127.0.0.1", $"{FreePort.Next()}");

        await AssertRefusedAsync(() => Cache.SaveAsync(installation, "key", "1"u8.ToArray(), Hour, Cancel));
        await AssertRefusedAsync(() => Cache.RemoveAsync(installation, "key", Cancel));
    }

    [Fact]
    public async Task Command_that_the_library_does_not_send_is_a_refusal_and_names_nothing()
    {
        var fault = await AssertRefusedAsync(() => Get<RedisConnection>().RunAsync<bool>(
            _ => throw new RedisCommandException("secret"), Cancel));

        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_of_a_process_that_has_let_go_of_its_connection_fails_as_one_without(bool hadConnected)
    {
        var installation = (await InstallAsync()).Id;
        var other = Build();
        var cache = (ISharedCache)other.GetService(typeof(ISharedCache))!;
        if (hadConnected) await cache.PingAsync(Cancel);
        await other.DisposeAsync();

        var fault = await Assert.ThrowsAsync<CacheUnavailableException>(() => cache.CountAsync(installation, Cancel));

        Assert.Equal("connection", fault.Code);
    }

    private static async Task<CacheUnavailableException> AssertRefusedAsync(Func<Task> call)
    {
        var fault = await Assert.ThrowsAsync<CacheUnavailableException>(call);
        Assert.Equal("refused", fault.Code);
        return fault;
    }
}
