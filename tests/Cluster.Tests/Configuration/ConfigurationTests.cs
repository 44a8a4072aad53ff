using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Shopify;

namespace Shopkeeper.Cluster.Tests.Configuration;

public sealed class ConfigurationTests
{
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Configuration_when_put_is_read_again_by_the_next_activation(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        await cluster.InstalledAsync(Shop);
        var grain = Grain(cluster);
        Assert.Equal(new ConfigurationDocument { Json = "{}", Version = 0 }, await grain.GetAsync(Cancellation));

        var reply = await grain.PutAsync(new PutConfiguration { Json = """{"a":1}""", IfVersion = 0 }, Cancellation);
        await cluster.Silos.DeactivateAsync(grain);

        Assert.Equal(PutConfigurationOutcome.Replaced, reply.Outcome);
        Assert.Equal(
            new ConfigurationDocument { Json = """{"a":1}""", Version = 1 }, await grain.GetAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Configuration_when_many_put_the_same_version_takes_one_and_tells_the_others(
        ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        await cluster.InstalledAsync(Shop);

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Grain(cluster)
            .PutAsync(new PutConfiguration { Json = $$"""{"a":{{number}}}""", IfVersion = 0 }, Cancellation)));

        var taken = Assert.Single(replies, reply => reply.Outcome == PutConfigurationOutcome.Replaced);
        Assert.All(replies, reply => Assert.Equal(taken.Document, reply.Document));
        Assert.Equal(9, replies.Count(reply => reply.Outcome == PutConfigurationOutcome.VersionMismatch));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Configuration_of_a_shop_without_the_app_is_not_there(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);

        Assert.Null(await Grain(cluster).GetAsync(Cancellation));
        var reply = await Grain(cluster).PutAsync(new PutConfiguration { Json = "{}" }, Cancellation);
        Assert.Equal(PutConfigurationOutcome.NotInstalled, reply.Outcome);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Configuration_of_the_stay_before_is_never_seen_by_the_next(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        await cluster.InstalledAsync(Shop);
        await Grain(cluster).PutAsync(new PutConfiguration { Json = """{"a":1}""" }, Cancellation);

        await cluster.InstalledAsync(Shop, reinstall: true);

        Assert.Equal(
            new ConfigurationDocument { Json = "{}", Version = 0 }, await Grain(cluster).GetAsync(Cancellation));
    }

    private static IShopConfiguration Grain(ShopkeeperCluster cluster) =>
        cluster.Grains.GetGrain<IShopConfiguration>(Shop.Value);
}
