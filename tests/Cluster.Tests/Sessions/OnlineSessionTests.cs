using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Cluster.Tests.Sessions;

/// <summary>Users' online tokens: one exchange a session, and nothing of the installation's own grant.</summary>
[Collection(nameof(SharedClusters))]
public sealed class OnlineSessionTests(SharedClusters clusters)
{
    private const long User = 4_711;
    private ShopDomain Shop { get; } = SharedClusters.NewShop();

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task Session_when_its_requests_come_at_once_is_exchanged_once_and_kept_with_its_expiry(
        ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var stay = await cluster.InstalledAsync(Shop);
        await cluster.Simulator.Control.ClearCallsAsync(Cancellation);
        var command = await CommandAsync(cluster, stay, "one");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OpenAsync(cluster, command)));

        Assert.All(outcomes, outcome => Assert.Equal(OnlineSessionOutcome.Open, outcome));
        Assert.Equal(OnlineSessionOutcome.Open, await OpenAsync(cluster, command));
        Assert.Equal(1, await ExchangesAsync(cluster));
        var token = await FindAsync(cluster, stay);
        Assert.Equal(("one", "read_products"), (token!.ShopifySessionId, token.Scopes));
        Assert.InRange(
            token.ExpiresAt - cluster.Get<TimeProvider>().GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(24));

        // Another session may come with other rights.
        await OpenAsync(cluster, await CommandAsync(cluster, stay, "two"));
        Assert.Equal(2, await ExchangesAsync(cluster));
        Assert.Equal("two", (await FindAsync(cluster, stay))!.ShopifySessionId);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Refusal_of_an_online_token_says_nothing_about_the_installation(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var stay = await cluster.InstalledAsync(Shop);
        await OpenAsync(cluster, await CommandAsync(cluster, stay, "one"));
        var online = (await FindAsync(cluster, stay))!.AccessToken;

        await cluster.Grains.GetGrain<IGrantKeeper>(stay.Id.Value).ReportFailedAsync(
            online, AdminFailureKind.Unauthorized, null, Cancellation);

        Assert.Equal(AccessState.Fine, (await cluster.CurrentAsync(Shop))!.Access);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Session_token_of_another_user_or_of_no_time_opens_nothing(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var stay = await cluster.InstalledAsync(Shop);

        var ofAnother = await CommandAsync(cluster, stay, "one") with { UserId = "42" };
        Assert.Equal(OnlineSessionOutcome.Refused, await OpenAsync(cluster, ofAnother));
        var late = await CommandAsync(cluster, stay, "late", TimeSpan.FromSeconds(-30));
        Assert.Equal(OnlineSessionOutcome.Refused, await OpenAsync(cluster, late));

        Assert.Null(await FindAsync(cluster, stay));
        Assert.Null(await cluster.Get<ISessionStore>().FindOnlineAsync(
            stay.Id, SessionIds.OfUser(Shop, "42"), Cancellation));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Session_of_a_shop_that_has_uninstalled_is_evidence_of_the_end(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var stay = await cluster.InstalledAsync(Shop);
        await cluster.UninstallAtShopifyAsync(Shop);

        var outcome = await OpenAsync(cluster, await CommandAsync(cluster, stay, "one"));

        Assert.Equal(OnlineSessionOutcome.NotInstalled, outcome);
        await cluster.CertifiedAsync(stay);
        Assert.Equal(
            OnlineSessionOutcome.Refused, await OpenAsync(cluster, await CommandAsync(cluster, stay, "two")));
    }

    private async Task<OpenOnlineSession> CommandAsync(
        ShopkeeperCluster cluster, Installation stay, string session, TimeSpan? lifetime = null)
    {
        var minted = await cluster.Simulator.Control.MintSessionTokenAsync(
            Shop.Value,
            new SessionTokenRequest { UserId = User, Lifetime = lifetime ?? TimeSpan.FromMinutes(1) },
            Cancellation);
        return new OpenOnlineSession
        {
            Installation = stay.Id,
            UserId = $"{User}",
            SessionId = session,
            SessionToken = new AccessToken(minted.Token),
        };
    }

    private Task<OnlineSessionOutcome> OpenAsync(ShopkeeperCluster cluster, OpenOnlineSession command) =>
        cluster.Grains.GetGrain<IOnlineSessions>(Shop.Value).OpenAsync(command, Cancellation);

    private Task<OnlineToken?> FindAsync(ShopkeeperCluster cluster, Installation stay) =>
        cluster.Get<ISessionStore>().FindOnlineAsync(stay.Id, SessionIds.OfUser(Shop, $"{User}"), Cancellation);

    private async Task<int> ExchangesAsync(ShopkeeperCluster cluster) =>
        (await cluster.Simulator.Control.ListCallsAsync(Shop.Value, "oauth/access_token", Cancellation)).Count;
}
