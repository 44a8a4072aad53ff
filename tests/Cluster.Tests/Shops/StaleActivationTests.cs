using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Cluster.Tests.Shops;

/// <summary>An activation holds an installation that its row knows to have ended: a second one was there.</summary>
[Collection(nameof(SharedClusters))]
public sealed class StaleActivationTests(SharedClusters clusters)
{
    private ShopDomain Shop { get; } = SharedClusters.NewShop();

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Write_of_a_stale_activation_answers_not_installed_and_writes_nothing(ClusterDatabase database)
    {
        await using var cluster = await StartWithoutPollersAsync(database);
        foreach (var (number, write) in Writes.Index())
        {
            var shop = ShopDomain.Parse($"stale-{number}.myshopify.com");
            var first = await cluster.InstalledAsync(shop);
            await Configuration(cluster, shop).PutAsync(new PutConfiguration { Json = """{"a":1}""" }, Cancellation);
            await cluster.EndUnseenAsync(first);

            Assert.False(await write(cluster, shop.Value));

            Assert.Null(await cluster.Lifecycle(shop).GetCurrentAsync(Cancellation));
            Assert.Null(await Configuration(cluster, shop).GetAsync(Cancellation));
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Write_of_a_stale_activation_does_not_reach_the_next_stay(ClusterDatabase database)
    {
        await using var cluster = await StartWithoutPollersAsync(database);
        var first = await cluster.InstalledAsync(Shop);
        await Configuration(cluster).PutAsync(new PutConfiguration { Json = """{"stay":1}""" }, Cancellation);
        await cluster.EndUnseenAsync(first);
        var second = await StartBehindItsBackAsync(cluster, first);

        var reply = await Configuration(cluster)
            .PutAsync(new PutConfiguration { Json = """{"stay":"old"}""" }, Cancellation);

        Assert.Equal(PutConfigurationOutcome.NotInstalled, reply.Outcome);
        Assert.Equal(second.Id, (await cluster.Lifecycle(Shop).GetCurrentAsync(Cancellation))!.Id);
        Assert.Equal("{}", (await Configuration(cluster).GetAsync(Cancellation))!.Json);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Grant_when_compared_with_a_stay_that_ended_meanwhile_is_compared_again(ClusterDatabase database)
    {
        await using var cluster = await StartWithoutPollersAsync(database);
        var first = await cluster.InstalledAsync(Shop);
        await cluster.EndUnseenAsync(first);

        var reply = await cluster.InstallAsync(Shop, reinstall: true);

        Assert.Equal(InstallOutcome.Installed, reply.Outcome);
        Assert.Equal(2, reply.Installation!.Generation);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Forget_when_a_newer_stay_is_current_leaves_it_alone(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);
        var second = await cluster.InstalledAsync(Shop, reinstall: true);
        await Configuration(cluster).PutAsync(new PutConfiguration { Json = """{"stay":2}""" }, Cancellation);

        Assert.Equal(0, await cluster.Lifecycle(Shop).ForgetAsync(first.Id, Cancellation));
        Assert.Equal(0, await cluster.Lifecycle(Shop).ForgetAsync(second.Id, Cancellation));

        Assert.Equal("""{"stay":2}""", (await Configuration(cluster).GetAsync(Cancellation))!.Json);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Forget_after_a_fence_that_nobody_told_the_actor_of_drops_state_and_reminder(
        ClusterDatabase database)
    {
        await using var cluster = await StartWithoutPollersAsync(database);
        var first = await cluster.InstalledAsync(Shop);
        await Configuration(cluster).PutAsync(new PutConfiguration { Json = """{"a":1}""" }, Cancellation);
        await cluster.EndUnseenAsync(first);

        Assert.Equal(2, await cluster.Lifecycle(Shop).ForgetAsync(first.Id, Cancellation));
        Assert.Equal(0, await cluster.Lifecycle(Shop).ForgetAsync(first.Id, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task End_when_repeated_answers_the_same_teardown_before_and_after_the_certificate(
        ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);

        var ended = await cluster.EndByOperatorAsync(Shop);
        var repeated = await cluster.EndByOperatorAsync(Shop);
        await cluster.CertifiedAsync(first);
        var late = await cluster.EndByOperatorAsync(Shop);

        Assert.Equal(FenceOutcome.Ended, ended.Outcome);
        Assert.Equal(FenceOutcome.AlreadyEnded, repeated.Outcome);
        Assert.Equal(FenceOutcome.AlreadyEnded, late.Outcome);
        Assert.Equal([ended.TeardownId, ended.TeardownId], [repeated.TeardownId, late.TeardownId]);
        var never = await cluster.EndByOperatorAsync(SharedClusters.NewShop("red-widgets"));
        Assert.Equal(FenceOutcome.Unknown, never.Outcome);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task End_for_a_delivery_without_a_saved_proof_ends_nothing(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);

        var reply = await cluster.Lifecycle(Shop).EndAsync(
            new EndCommand
            {
                Installation = first.Id,
                TeardownId = Guid.CreateVersion7(),
                Cause = EndCause.UninstalledByMerchant,
                Evidence = ["delivery:app/uninstalled", "probe:401"],
            },
            Cancellation);

        Assert.Equal(FenceOutcome.Unknown, reply.Outcome);
        Assert.Equal(first.Id, (await cluster.CurrentAsync(Shop))!.Id);
    }

    private static IEnumerable<Func<ShopkeeperCluster, string, Task<bool>>> Writes =>
    [
        async (cluster, shop) => (await cluster.Grains.GetGrain<IShopConfiguration>(shop)
            .PutAsync(new PutConfiguration { Json = """{"zombie":1}""" }, Cancellation))
            .Outcome != PutConfigurationOutcome.NotInstalled,
        (cluster, shop) => cluster.Grains.GetGrain<IShopPreferences>(shop).PutAsync("1", "{}", Cancellation),
        (cluster, shop) => cluster.Grains.GetGrain<IShopPreferences>(shop).DeleteAsync("1", Cancellation),
        async (cluster, shop) => await cluster.Grains.GetGrain<IShopSessions>(shop)
            .CheckAsync(new SessionClaim { UserId = "1", SessionId = "s" }, Cancellation) is not null,
    ];

    // Pollers look once at the start and then at signals only: nobody tells the actor of a fence that it did not run.
    private static Task<ShopkeeperCluster> StartWithoutPollersAsync(ClusterDatabase database) =>
        ShopkeeperCluster.StartAsync(database, setup => setup.Settings["Polling:Period"] = "00:01:00");

    private IShopConfiguration Configuration(ShopkeeperCluster cluster, ShopDomain? shop = null) =>
        cluster.Grains.GetGrain<IShopConfiguration>((shop ?? Shop).Value);

    private static async Task<Installation> StartBehindItsBackAsync(ShopkeeperCluster cluster, Installation before)
    {
        var (started, installation) = await cluster.Get<IInstallationStore>().StartAsync(
            new NewInstallation
            {
                Id = new InstallationId(Guid.CreateVersion7()),
                Shop = before.Shop,
                ShopId = before.ShopId,
                AppInstallationId = "gid://shopify/AppInstallation/999",
                Grant = new Grant { AccessToken = new AccessToken("shpat_next"), Scopes = "read_products" },
            },
            Cancellation);
        Assert.True(started);
        return installation;
    }
}
