using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Shopify;

namespace Shopkeeper.Cluster.Tests.Sessions;

[Collection(nameof(SharedClusters))]
public sealed class SessionTests(SharedClusters clusters)
{
    private ShopDomain Shop { get; } = SharedClusters.NewShop();

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Session_when_the_app_is_installed_names_the_stay_and_is_recorded_once(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);
        var claim = new SessionClaim { UserId = "42", SessionId = "s" };

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Sessions(cluster).CheckAsync(claim, Cancellation).AsTask()));

        Assert.All(replies, reply => Assert.Equal((first.Id, 1), (reply!.InstallationId, reply.Generation)));
        var stored = await cluster.Get<ISessionStore>().ListAsync(first.Id, 10, Cancellation);
        Assert.Equal("42", Assert.Single(stored, session => session.IsOnline).UserId);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Session_after_the_end_is_refused_and_after_the_reinstall_names_the_new_stay(
        ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var claim = new SessionClaim { UserId = "42", SessionId = "s" };
        Assert.Null(await Sessions(cluster).CheckAsync(claim, Cancellation));
        var first = await cluster.InstalledAsync(Shop);
        Assert.NotNull(await Sessions(cluster).CheckAsync(claim, Cancellation));

        await cluster.EndByOperatorAsync(Shop);

        Assert.Null(await Sessions(cluster).CheckAsync(claim, Cancellation));
        await cluster.CertifiedAsync(first);
        var second = await cluster.InstalledAsync(Shop);
        Assert.Equal(second.Id, (await Sessions(cluster).CheckAsync(claim, Cancellation))!.InstallationId);
        Assert.Single(
            await cluster.Get<ISessionStore>().ListAsync(second.Id, 10, Cancellation), session => session.IsOnline);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Preferences_belong_to_their_user_and_stay(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var grain = cluster.Grains.GetGrain<IShopPreferences>(Shop.Value);
        Assert.False(await grain.PutAsync("1", "{}", Cancellation));
        Assert.Null(await grain.GetAsync("1", Cancellation));
        await cluster.InstalledAsync(Shop);

        Assert.True(await grain.PutAsync("1", """{"dense":true}""", Cancellation));

        Assert.Equal("""{"dense":true}""", await grain.GetAsync("1", Cancellation));
        Assert.Equal("{}", await grain.GetAsync("2", Cancellation));
        Assert.True(await grain.DeleteAsync("1", Cancellation));
        Assert.Equal("{}", await grain.GetAsync("1", Cancellation));
    }

    private IShopSessions Sessions(ShopkeeperCluster cluster) =>
        cluster.Grains.GetGrain<IShopSessions>(Shop.Value);
}
