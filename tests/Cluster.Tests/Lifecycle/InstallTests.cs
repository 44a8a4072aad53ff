using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Cluster.Tests.Jobs;
using Shopkeeper.Cluster.Tests.Tokens;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Lifecycle;

[Collection(nameof(SharedClusters))]
public sealed class InstallTests(SharedClusters clusters)
{
    private ShopDomain Shop { get; } = SharedClusters.NewShop();

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Install_when_first_begins_generation_one_with_the_shops_identity(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);

        var reply = await cluster.InstallAsync(Shop);

        var shop = await cluster.Simulator.Control.GetShopAsync(Shop.Value, Cancellation);
        Assert.Equal(InstallOutcome.Installed, reply.Outcome);
        Assert.Equal(1, reply.Installation!.Generation);
        Assert.Equal(shop.Id, reply.Installation.ShopId);
        Assert.Equal("read_products", reply.Installation.Scopes);
        Assert.Equal(reply.Installation, await cluster.CurrentAsync(Shop));
        Assert.Equal(reply.Installation, await cluster.Lifecycle(Shop).GetCurrentAsync(Cancellation));
        var own = Assert.Single(await cluster.Get<ISessionStore>().ListAsync(reply.Installation.Id, 10, Cancellation));
        Assert.False(own.IsOnline);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Install_when_the_app_is_installed_already_is_a_reauthorization(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);

        var reply = await cluster.InstallAsync(Shop);

        Assert.Equal(InstallOutcome.Reauthorized, reply.Outcome);
        Assert.Equal(first.Id, reply.Installation!.Id);
        Assert.Equal(1, reply.Installation.Generation);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Install_when_the_stay_before_ended_unseen_ends_it_and_begins_the_next(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);

        var second = await cluster.InstalledAsync(Shop, reinstall: true);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(2, second.Generation);
        Assert.Equal(second.Id, (await cluster.CurrentAsync(Shop))!.Id);
        var certificate = await cluster.CertifiedAsync(first);
        Assert.Equal(1, certificate.Generation);
        Assert.Equal(second.Id, (await cluster.CurrentAsync(Shop))!.Id);
        Assert.Equal("ok", await ProbeAsync(cluster, second));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Install_when_too_many_stays_ended_unseen_keeps_the_stay(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Settings["Teardown:EndLimit:Minimum"] = "1");
        var red = SharedClusters.NewShop("red-widgets");
        await cluster.InstalledAsync(red);
        await cluster.InstalledAsync(red, reinstall: true);
        var first = await cluster.InstalledAsync(Shop);

        var reply = await cluster.InstallAsync(Shop, reinstall: true);

        Assert.Equal(InstallOutcome.Reauthorized, reply.Outcome);
        Assert.Equal(first.Id, reply.Installation!.Id);
        Assert.Equal("ok", await ProbeAsync(cluster, first));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Installs_when_many_come_at_once_begin_one_stay(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cluster.InstallAsync(Shop)));

        Assert.Single(replies, reply => reply.Outcome == InstallOutcome.Installed);
        Assert.Equal(7, replies.Count(reply => reply.Outcome == InstallOutcome.Reauthorized));
        Assert.Single(replies.Select(reply => reply.Installation!.Id).Distinct());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Install_when_the_code_is_unknown_is_refused_and_leaves_no_intent(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);
        await cluster.EndByOperatorAsync(Shop);

        var reply = await cluster.Grains.GetGrain<IInstaller>(Shop.Value)
            .InstallWithCodeAsync(new InstallWithCode { Code = new AccessToken("no-such-code") }, Cancellation);

        Assert.Equal(InstallOutcome.Refused, reply.Outcome);
        Assert.Equal("invalid-request", reply.Code);
        Assert.Null(await cluster.CurrentAsync(Shop));
        // An intent left behind would keep the teardown from its permits for a minute.
        await cluster.CertifiedAsync(first);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Install_when_shopify_refuses_the_fresh_token_asks_to_start_again(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        await cluster.Simulator.Control.AddFaultAsync(
            new Fault { Operation = "graphql", Kind = FaultKind.Status, Status = 401 }, Cancellation);

        var reply = await cluster.InstallAsync(Shop);

        Assert.Equal(InstallOutcome.StartAgain, reply.Outcome);
        Assert.Null(await cluster.CurrentAsync(Shop));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Install_when_shopify_does_not_answer_stores_nothing_and_succeeds_later(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        await cluster.Simulator.Control.AddFaultAsync(
            new Fault { Operation = "graphql", Kind = FaultKind.Status, Status = 503 }, Cancellation);

        var reply = await cluster.InstallAsync(Shop);

        Assert.Equal(InstallOutcome.Unavailable, reply.Outcome);
        Assert.NotNull(reply.RetryAfter);
        Assert.Null(await cluster.CurrentAsync(Shop));
        await cluster.Simulator.Control.ClearFaultsAsync(Cancellation);
        await cluster.InstalledAsync(Shop);
    }

    // As at every open of an app that stands alone: the code buys a pair, and Shopify retires the one that is held. To
    // ask again only after two seconds is longer than a call may take.
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reauthorization_when_shopify_fails_for_a_moment_after_the_exchange_keeps_the_new_pair(
        ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);
        var before = await cluster.HeldAsync(first);
        await cluster.Simulator.Control.AddFaultAsync(
            new Fault
            {
                Shop = Shop.Value,
                Operation = "currentAppInstallation",
                Kind = FaultKind.Status,
                Status = 520,
                Headers = new Dictionary<string, string> { ["Retry-After"] = "2" },
                Times = 1,
            },
            Cancellation);

        var reply = await cluster.InstallAsync(Shop);

        Assert.Equal(InstallOutcome.Reauthorized, reply.Outcome);
        Assert.Equal(1, Assert.Single(await cluster.Simulator.Control.ListFaultsAsync(Cancellation)).Hits);
        var held = await cluster.HeldAsync(first);
        Assert.NotEqual(before.Grant.RefreshToken, held.Grant.RefreshToken);
        await cluster.AssertTakenAsync(Shop, held.Grant.AccessToken);
    }

    // Its sessions stand by then; elsewhere the retry met them half made, and was refused.
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Install_whose_work_fails_afterwards_is_good_at_the_merchants_retry_and_the_work_comes_round(
        ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        await cluster.Simulator.Control.AddFaultAsync(
            new Fault
            {
                Shop = Shop.Value, Operation = "webhookSubscriptions", Kind = FaultKind.Html, Status = 200, Times = 2,
            },
            Cancellation);
        var first = await cluster.SettledAsync(Shop);

        var retry = await cluster.InstallAsync(Shop);

        Assert.Equal((InstallOutcome.Reauthorized, first.Id), (retry.Outcome, retry.Installation!.Id));
        Assert.Equal("ok", await ProbeAsync(cluster, first));
        Assert.Single(await cluster.Get<ISessionStore>().ListAsync(first.Id, 10, Cancellation));
        Assert.Equal(2, Assert.Single(await cluster.Simulator.Control.ListFaultsAsync(Cancellation)).Hits);
        var made = Assert.Single(await cluster.Get<IWebhookSubscriptionStore>().ListAsync(first.Id, Cancellation));
        Assert.Equal(SubscriptionState.InPlace, made.State);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Install_while_a_teardown_holds_a_permit_waits_until_it_is_given_back(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Settings["Polling:Period"] = "00:01:00");
        var first = await cluster.InstalledAsync(Shop);
        var permits = cluster.Get<IPermitStore>();
        await cluster.EndUnseenAsync(first);
        var permit = await permits.TryTakePermitAsync(Shop, first.Id, null, Cancellation);
        Assert.NotNull(permit);

        var install = cluster.InstallAsync(Shop);

        await Eventually.UntilAsync(
            "no permit is given any more", () => IsRefusedAsync(permits, first), null, Cancellation);
        var exchanges = await cluster.Simulator.Control.ListCallsAsync(Shop.Value, "oauth/access_token", Cancellation);
        Assert.Single(exchanges);
        Assert.False(install.IsCompleted);
        await permits.ReleasePermitAsync(permit.Value, Cancellation);
        Assert.Equal(InstallOutcome.Installed, (await install).Outcome);
    }

    private async Task<bool> IsRefusedAsync(IPermitStore permits, Installation installation)
    {
        if (await permits.TryTakePermitAsync(Shop, installation.Id, null, Cancellation) is not { } permit) return true;
        await permits.ReleasePermitAsync(permit, Cancellation);
        return false;
    }

    private static async Task<string> ProbeAsync(ShopkeeperCluster cluster, Installation installation)
    {
        var reply = await cluster.Grains.GetGrain<IGrantKeeper>(installation.Id.Value)
            .GetTokenAsync(GrantUse.App, Cancellation);
        var answer = await cluster.Get<IAdminClient>()
            .ProbeAsync(new AdminAccess(installation.Shop, reply.Token!), Cancellation);
        return answer.Code;
    }
}
