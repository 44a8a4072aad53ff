using Shopkeeper.Testing.Redis;

namespace Shopkeeper.Repository.Tests.Testing;

/// <summary>The tests' own Redis server.</summary>
public sealed class RedisServerTests
{
    [Fact]
    public async Task Server_answers_dumps_what_it_holds_and_begins_empty_again()
    {
        await using var server = await RedisServer.StartAsync();
        await server.RunAsync("hset", "a", "field", "value");
        await server.RunAsync("set", "b", "1", "px", "60000");

        var dump = await server.DumpAsync();
        Assert.Equal(["a", "b"], dump.Keys);
        Assert.Contains("value", dump["a"], StringComparison.Ordinal);
        Assert.InRange((await server.LifetimeOfAsync("b")).TotalSeconds, 1, 60);

        await server.StopAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.RunAsync("ping"));
        await server.StartAgainAsync();
        Assert.Empty(await server.DumpAsync());
    }
}
