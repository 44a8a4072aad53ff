using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Cluster.Tests.Configuration;

[Collection(nameof(SharedClusters))]
public sealed class ConfigurationTests(SharedClusters clusters)
{
    private ShopDomain Shop { get; } = SharedClusters.NewShop();

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Configuration_when_put_is_read_again_by_the_next_activation(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
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
        var cluster = await clusters.BorrowAsync(database);
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
        var cluster = await clusters.BorrowAsync(database);

        Assert.Null(await Grain(cluster).GetAsync(Cancellation));
        var reply = await Grain(cluster).PutAsync(new PutConfiguration { Json = "{}" }, Cancellation);
        Assert.Equal(PutConfigurationOutcome.NotInstalled, reply.Outcome);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Configuration_of_the_stay_before_is_never_seen_by_the_next(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        await cluster.InstalledAsync(Shop);
        await Grain(cluster).PutAsync(new PutConfiguration { Json = """{"a":1}""" }, Cancellation);

        await cluster.InstalledAsync(Shop, reinstall: true);

        Assert.Equal(
            new ConfigurationDocument { Json = "{}", Version = 0 }, await Grain(cluster).GetAsync(Cancellation));
    }

    // While silos were restarted one by one, an activation that was left behind refused every writer by the version
    // that it remembered. It never wrote, so it never learnt that another had.
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Configuration_that_another_activation_wrote_is_what_writers_are_compared_with(
        ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var stay = await cluster.InstalledAsync(Shop);
        await Grain(cluster).PutAsync(new PutConfiguration { Json = """{"a":1}""", IfVersion = 0 }, Cancellation);
        await WriteBehindItsBackAsync(cluster, stay.Id, """{"a":2}""", 2);

        var reply = await Grain(cluster).PutAsync(
            new PutConfiguration { Json = """{"a":3}""", IfVersion = 2 }, Cancellation);
        await WriteBehindItsBackAsync(cluster, stay.Id, """{"a":4}""", 4);
        var refused = await Grain(cluster).PutAsync(
            new PutConfiguration { Json = """{"a":5}""", IfVersion = 2 }, Cancellation);

        Assert.Equal((PutConfigurationOutcome.Replaced, 3L), (reply.Outcome, reply.Document!.Version));
        Assert.Equal(PutConfigurationOutcome.VersionMismatch, refused.Outcome);
        Assert.Equal(new ConfigurationDocument { Json = """{"a":4}""", Version = 4 }, refused.Document);
        Assert.Equal(refused.Document, await Grain(cluster).GetAsync(Cancellation));
    }

    // Under chaos one silo went on answering with the second version of a configuration of which another silo had
    // written the fifty-ninth.
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Configuration_that_another_activation_wrote_is_what_readers_see(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var stay = await cluster.InstalledAsync(Shop);
        await Grain(cluster).PutAsync(new PutConfiguration { Json = """{"a":1}""", IfVersion = 0 }, Cancellation);
        await WriteBehindItsBackAsync(cluster, stay.Id, """{"a":2}""", 2);

        Assert.Equal(
            new ConfigurationDocument { Json = """{"a":2}""", Version = 2 },
            await Grain(cluster).GetAsync(Cancellation));
        Assert.Equal(
            PutConfigurationOutcome.Replaced,
            (await Grain(cluster).PutAsync(new PutConfiguration { Json = "{}", IfVersion = 2 }, Cancellation)).Outcome);
    }

    // As a second activation would: it reads the row, and writes the next version.
    private async Task WriteBehindItsBackAsync(
        ShopkeeperCluster cluster, InstallationId installation, string json, long version)
    {
        var storage = cluster.Services.GetRequiredKeyedService<IGrainStorage>("shops");
        var row = new GrainState<ShopState>();
        await storage.ReadStateAsync("shop", Grain(cluster).GetGrainId(), row);
        row.State = new ShopState
        {
            InstallationId = installation, Configuration = json, ConfigurationVersion = version,
        };
        await storage.WriteStateAsync("shop", Grain(cluster).GetGrainId(), row);
    }

    private IShopConfiguration Grain(ShopkeeperCluster cluster) =>
        cluster.Grains.GetGrain<IShopConfiguration>(Shop.Value);
}
