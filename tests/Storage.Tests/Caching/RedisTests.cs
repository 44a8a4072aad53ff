using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;
using Shopkeeper.Testing.Redis;

namespace Shopkeeper.Storage.Tests.Caching;

/// <summary>The shared level of the cache in a Redis of the test's own.</summary>
public abstract class RedisTests() : ShopDataTests(Dialect.Postgres)
{
    private protected static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private protected RedisServer Redis { get; private set; } = null!;

    private protected ISharedCache Cache => Get<ISharedCache>();

    protected override IEnumerable<(string Key, string Value)> Settings => [("Cache:Redis", Redis.ConnectionString)];

    public override async ValueTask InitializeAsync()
    {
        Redis = await RedisServer.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Redis.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
