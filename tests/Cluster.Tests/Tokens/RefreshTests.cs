using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Tokens;

/// <summary>
/// Expiring tokens are refreshed in time, once for whoever asks, and never lost. A token that lives a few seconds is
/// within the time before its expiry at which it is refreshed; one that lives an hour is not.
/// </summary>
public sealed class RefreshTests
{
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private static readonly Dictionary<string, Fault> Lost = new()
    {
        ["520"] = Answer("error code: 520") with { Status = 520, ContentType = "text/plain" },
        ["half"] = Answer("""{"access_token":"shpat_half","scope":"read_products","expires_in":3600}"""),
        ["no-lifetime"] = Answer("""{"access_token":"shpat_half","scope":"read_products"}"""),
        ["cut-off"] = Answer("""{"access_token":"shpat_ha"""),
        ["html"] = new Fault { Kind = FaultKind.Html, Status = 200 },
        ["dropped"] = new Fault { Kind = FaultKind.Abort },
    };

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task Token_when_a_thousand_ask_around_its_expiry_is_refreshed_once(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Silos = (short)(database == ClusterDatabase.Postgres ? 2 : 1));
        var installation = await cluster.InstalledForAsync(Shop, Short);
        await cluster.ExpiredAsync(installation);
        await cluster.Simulator.Control.ClearCallsAsync(Cancellation);
        await cluster.TokensLiveAsync(Shop, Long);

        var replies = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => cluster.TokenAsync(installation)));

        Assert.Equal(1, await cluster.RefreshesAsync(Shop));
        var held = await cluster.HeldAsync(installation);
        Assert.All(replies, reply => Assert.Equal(held.Grant.AccessToken, reply.Token));
        await cluster.AssertTakenAsync(Shop, held.Grant.AccessToken);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Token_when_shopify_does_not_refresh_is_handed_out_until_it_expires_and_not_after(
        ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        var installation = await cluster.InstalledForAsync(Shop, TimeSpan.FromSeconds(8));
        var fault = await FailAsync(cluster, new Fault { Kind = FaultKind.Html, Status = 520 });
        var before = (await cluster.HeldAsync(installation)).Grant.AccessToken;

        Assert.Equal(before, (await cluster.TokenAsync(installation)).Token);
        await cluster.ExpiredAsync(installation);
        var reply = await cluster.TokenAsync(installation);

        Assert.Null(reply.Token);
        Assert.Equal(TokenCodes.TokenExpired, reply.Code);
        Assert.True(reply.RetryAfter > TimeSpan.Zero);
        await cluster.Simulator.Control.RemoveFaultAsync(fault.Id!, Cancellation);
        await IsHandedOutAsync(cluster, installation);
        Assert.Equal(AccessState.Fine, (await cluster.CurrentAsync(Shop))!.Access);
    }

    [Fact]
    public async Task Token_when_the_answer_to_a_refresh_is_lost_is_refreshed_with_the_same_refresh_token()
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(ClusterDatabase.Sqlite);

        await Task.WhenAll(Lost.Select(lost => IsRefreshedAgainAsync(cluster, lost.Key, lost.Value)));
    }

    // Two refreshes with one refresh token, of which the one that Shopify answered first was stored.
    [Fact]
    public async Task Refresh_when_shopify_knows_a_later_pair_goes_back_to_the_token_that_bought_both()
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(ClusterDatabase.Sqlite);
        var installation = await cluster.InstalledForAsync(Shop, Short);
        await cluster.ExpiredAsync(installation);
        await cluster.TokenAsync(installation);
        var held = await cluster.HeldAsync(installation);
        Assert.IsType<TokenOutcome.Granted>(
            await cluster.Get<IOAuthClient>().RefreshAsync(Shop, held.Grant.Predecessor!, Cancellation));
        await cluster.ExpiredAsync(installation);
        await cluster.TokensLiveAsync(Shop, Long);

        await IsHandedOutAsync(cluster, installation);

        Assert.Equal(RefreshRefusals.None, (await cluster.HeldAsync(installation)).Refusals);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Refresh_when_refused_twice_apart_needs_a_grant_and_ends_nothing(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        var installation = await cluster.InstalledForAsync(Shop, Short);
        await cluster.ExpiredAsync(installation);
        // Whoever uses a new grant elsewhere retires this one's refresh token.
        await cluster.Simulator.Control.InstallAsync(
            Shop.Value, new InstallRequest { Kind = InstallKind.Token, Expiring = true }, Cancellation);

        Assert.Equal(TokenCodes.RefreshRefusedOnce, (await cluster.TokenAsync(installation)).Code);
        Assert.Equal(AccessState.Fine, (await cluster.CurrentAsync(Shop))!.Access);
        await Eventually.UntilAsync(
            "the refusal is believed",
            async () => (await cluster.TokenAsync(installation)).Code == TokenCodes.RefreshRefused,
            cancellationToken: Cancellation);

        var current = await cluster.CurrentAsync(Shop);
        Assert.Equal((installation.Id, AccessState.NeedsGrant), (current!.Id, current.Access));
        Assert.Equal(2, (await cluster.HeldAsync(installation)).Refusals.Count);
        var reply = await cluster.InstallAsync(Shop);
        Assert.Equal(InstallOutcome.Reauthorized, reply.Outcome);
        Assert.Equal(AccessState.Fine, (await cluster.CurrentAsync(Shop))!.Access);
        Assert.NotNull((await cluster.TokenAsync(installation)).Token);
    }

    [Fact]
    public async Task Refresh_when_the_secret_is_wrong_says_nothing_about_the_shop()
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(ClusterDatabase.Sqlite);
        var installation = await cluster.InstalledForAsync(Shop, Short);
        await cluster.ExpiredAsync(installation);
        await cluster.Simulator.Control.ConfigureAppAsync(
            new AppSettings { ApiSecret = "another-secret-than-the-service-has" }, Cancellation);

        await cluster.Simulator.Control.ClearCallsAsync(Cancellation);
        await Eventually.UntilAsync(
            "it was tried again and again",
            async () =>
            {
                Assert.Equal(TokenCodes.ClientRefused, (await cluster.TokenAsync(installation)).Code);
                return await cluster.RefreshesAsync(Shop) >= 4;
            },
            cancellationToken: Cancellation);

        Assert.Equal(RefreshRefusals.None, (await cluster.HeldAsync(installation)).Refusals);
        Assert.Equal(AccessState.Fine, (await cluster.CurrentAsync(Shop))!.Access);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Refresh_when_a_merchant_gives_a_new_grant_meanwhile_is_dropped(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        var installation = await cluster.InstalledForAsync(Shop, Short);
        await cluster.ExpiredAsync(installation);
        await cluster.TokensLiveAsync(Shop, Long);
        var asks = 0;
        cluster.Simulator.OnAnswer = async call =>
        {
            if (call.Operation != "oauth/access_token" || Interlocked.Increment(ref asks) != 1) return;
            cluster.Simulator.OnAnswer = null;
            Assert.Equal(InstallOutcome.Reauthorized, (await cluster.InstallAsync(Shop)).Outcome);
        };

        var reply = await cluster.TokenAsync(installation);

        var held = await cluster.HeldAsync(installation);
        Assert.Equal(held.Grant.AccessToken, reply.Token);
        Assert.Null(held.Grant.Predecessor);
        await cluster.AssertTakenAsync(Shop, held.Grant.AccessToken);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Refresh_when_a_reset_moves_the_pair_meanwhile_is_dropped_and_the_new_stay_keeps_its_access(
        ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Settings["Tokens:RefreshLease"] = "00:00:03");
        var installation = await cluster.InstalledForAsync(Shop, Short);
        await cluster.ExpiredAsync(installation);
        await cluster.TokensLiveAsync(Shop, Long);
        Installation? stay = null;
        cluster.Simulator.OnAnswer = async call =>
        {
            if (call.Operation != "oauth/access_token") return;
            cluster.Simulator.OnAnswer = null;
            stay = await cluster.ResetToNewStayAsync(Shop);
        };

        var reply = await cluster.TokenAsync(installation);

        Assert.Null(reply.Token);
        await IsHandedOutAsync(cluster, stay!);
    }

    // A call that Shopify still takes gives the pair no future: the merchant's next session token is worth an exchange.
    [Fact]
    public async Task Shop_whose_refresh_is_refused_needs_a_grant_though_its_token_still_works()
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(ClusterDatabase.Sqlite, setup =>
        {
            setup.Settings["Tokens:RefreshBeforeMinimum"] = "00:10:00";
            setup.Settings["Tokens:RefreshBeforeMaximum"] = "00:11:00";
            setup.Settings["Tokens:RefusedRetryAfter"] = "01:00:00";
        });
        var installation = await cluster.InstalledForAsync(Shop, TimeSpan.FromMinutes(5));
        await FailAsync(cluster, Answer("""{"error":"invalid_request"}""") with { Status = 400 });
        await NeedsGrantAsync(cluster, installation);
        var asked = await cluster.RefreshesAsync(Shop);
        var token = (await cluster.TokenAsync(installation)).Token;

        await cluster.AssertTakenAsync(Shop, token!);
        await cluster.Keeper(installation).ReportAcceptedAsync(token!, Cancellation);
        Assert.Equal(AccessState.NeedsGrant, (await cluster.CurrentAsync(Shop))!.Access);

        await cluster.Get<IInstallationStore>().SetAccessAsync(
            installation.Id, AccessState.Fine, installation.StartedAt, Cancellation);
        await NeedsGrantAsync(cluster, installation);
        Assert.Equal(asked, await cluster.RefreshesAsync(Shop));
    }

    private static Task NeedsGrantAsync(ShopkeeperCluster cluster, Installation installation) =>
        Eventually.UntilAsync(
            "the shop is seen to need a grant",
            async () =>
            {
                await cluster.TokenAsync(installation);
                return (await cluster.CurrentAsync(Shop))!.Access == AccessState.NeedsGrant;
            },
            cancellationToken: Cancellation);

    private static async Task IsRefreshedAgainAsync(ShopkeeperCluster cluster, string name, Fault lost)
    {
        var shop = ShopDomain.Parse($"answers-{name}.myshopify.com");
        var installation = await cluster.InstalledForAsync(shop, Short);
        await cluster.ExpiredAsync(installation);
        await cluster.Simulator.Control.AddFaultAsync(
            lost with { Shop = shop.Value, Operation = TokenActs.Refresh, Times = 2, AfterEffect = true },
            Cancellation);

        await cluster.TokensLiveAsync(shop, Long);

        await IsHandedOutAsync(cluster, installation);

        var held = await cluster.HeldAsync(installation);
        Assert.Equal(RefreshRefusals.None, held.Refusals);
        // The pair that is held is the one that Shopify refreshes next.
        Assert.IsType<TokenOutcome.Granted>(
            await cluster.Get<IOAuthClient>().RefreshAsync(shop, held.Grant.RefreshToken!, Cancellation));
    }

    private static Fault Answer(string body) => new() { Kind = FaultKind.Status, Status = 200, Body = body };

    private static Task<Fault> FailAsync(ShopkeeperCluster cluster, Fault fault) =>
        cluster.Simulator.Control.AddFaultAsync(
            fault with { Shop = Shop.Value, Operation = TokenActs.Refresh }, Cancellation);

    private static async Task IsHandedOutAsync(ShopkeeperCluster cluster, Installation installation)
    {
        var token = await Eventually.GetAsync(
            "a token is handed out",
            async () => (await cluster.TokenAsync(installation)).Token,
            cancellationToken: Cancellation);
        await cluster.AssertTakenAsync(installation.Shop, token);
    }
}
