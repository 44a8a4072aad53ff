using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Lifecycle;

[Collection(nameof(SharedClusters))]
public sealed class UninstallDeliveryTests(SharedClusters clusters)
{
    private ShopDomain Shop { get; } = SharedClusters.NewShop();
    private ShopDomain Other { get; } = SharedClusters.NewShop("red-widgets");

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_when_its_delivery_comes_five_times_ends_the_stay_once(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);
        await cluster.UninstallAtShopifyAsync(Shop);
        var body = ClusterActs.UninstallBody(first);

        var outcomes = new List<RecordOutcome>();
        for (var copy = 0; copy < 5; copy++)
            outcomes.Add(await cluster.RecordAsync(Shop, WebhookTopics.AppUninstalled, body, "one"));

        var certificate = await cluster.CertifiedAsync(first);
        Assert.Equal([RecordOutcome.Recorded, .. Enumerable.Repeat(RecordOutcome.Duplicate, 4)], outcomes);
        Assert.Equal(Verdict.Accepted, await cluster.VerdictAsync("one"));
        Assert.Null(await cluster.CurrentAsync(Shop));
        await cluster.RecordAsync(Shop, WebhookTopics.AppUninstalled, body, "another");
        await cluster.VerdictIsAsync("another", Verdict.UnknownShop);
        var all = await cluster.Get<ICertificateStore>().ListAsync(Shop, new PageRequest(null, 10), Cancellation);
        Assert.Equal([certificate.Id], all.Items.Select(one => one.Id));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_when_its_delivery_comes_late_leaves_the_reinstalled_stay_alone(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);
        var before = cluster.Get<TimeProvider>().GetUtcNow();
        var second = await cluster.InstalledAsync(Shop, reinstall: true);

        await cluster.RecordAsync(Shop, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(first), "late", before);

        await cluster.VerdictIsAsync("late", Verdict.Superseded);
        await cluster.CertifiedAsync(first);
        Assert.Equal(second.Id, (await cluster.CurrentAsync(Shop))!.Id);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_when_a_captured_body_comes_with_a_fresh_time_is_denied_by_shopify(
        ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);

        await cluster.RecordAsync(
            Shop, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(first), "replay",
            cluster.Get<TimeProvider>().GetUtcNow().AddDays(1));

        await cluster.VerdictIsAsync("replay", Verdict.Superseded);
        Assert.Equal(first.Id, (await cluster.CurrentAsync(Shop))!.Id);
        Assert.Null(await cluster.Get<ITeardownStore>().FindByInstallationAsync(first.Id, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_when_the_header_names_another_shop_than_the_body_is_refused(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var blue = await cluster.InstalledAsync(Shop);
        var red = await cluster.InstalledAsync(Other);
        await cluster.UninstallAtShopifyAsync(Shop);
        await cluster.UninstallAtShopifyAsync(Other);

        await cluster.RecordAsync(Other, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(blue), "forged");
        await cluster.RecordAsync(Other, WebhookTopics.AppUninstalled, $$"""{"id":{{blue.ShopId}}}""", "forged-by-id");

        await cluster.VerdictIsAsync("forged", Verdict.Refused);
        await cluster.VerdictIsAsync("forged-by-id", Verdict.Refused);
        Assert.Equal(red.Id, (await cluster.CurrentAsync(Other))!.Id);
        Assert.Equal(blue.Id, (await cluster.CurrentAsync(Shop))!.Id);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_when_its_body_names_no_shop_ends_nothing_even_if_the_token_is_dead(
        ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Settings["Teardown:Confirmation:StalledAfter"] = "00:00:01");
        var first = await cluster.InstalledAsync(Shop);
        await cluster.UninstallAtShopifyAsync(Shop);

        await cluster.RecordAsync(
            Shop, WebhookTopics.AppUninstalled, """{"id":null,"myshopify_domain":null}""", "unbound");

        await StalledAsync(cluster, first);
        Assert.Equal(first.Id, (await cluster.CurrentAsync(Shop))!.Id);
        Assert.NotNull((await cluster.CurrentAsync(Shop))!.AccessLostAt);
        await cluster.RecordAsync(Shop, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(first), "bound");
        await cluster.CertifiedAsync(first);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_when_stalled_unconfirmed_is_ended_by_the_operator(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Settings["Teardown:Confirmation:StalledAfter"] = "00:00:01");
        var first = await cluster.InstalledAsync(Shop);
        await cluster.UninstallAtShopifyAsync(Shop);
        await cluster.RecordAsync(Shop, WebhookTopics.AppUninstalled, "{}", "unbound");
        var stalled = await StalledAsync(cluster, first);

        var reply = await cluster.EndByOperatorAsync(Shop);

        // The claim goes on as the operator's order, by the id under which that is repeated.
        Assert.NotEqual(stalled.Id, reply.TeardownId);
        Assert.Equal(reply.TeardownId, (await cluster.CertifiedAsync(first)).TeardownId);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delivery_for_a_shop_that_nobody_installed_is_counted_and_leaves_nothing(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);

        await cluster.RecordAsync(
            Shop, WebhookTopics.AppUninstalled, $$"""{"id":1,"myshopify_domain":"{{Shop}}"}""", "unknown");
        await cluster.RecordAsync(Shop, "orders/create", """{"id":1}""", "unknown-too");

        await cluster.VerdictIsAsync("unknown", Verdict.UnknownShop);
        await cluster.VerdictIsAsync("unknown-too", Verdict.UnknownShop);
        Assert.Empty(await cluster.Get<IWebhookInbox>().ReadDueAsync(Shop, 10, Cancellation));
        Assert.Null(await cluster.Get<ITeardownStore>().FindLatestAsync(Shop, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_while_a_teardown_runs_is_stale(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Settings["Teardown:ShopifyDeadline"] = "00:10:00");
        var first = await cluster.InstalledAsync(Shop);
        await cluster.Simulator.Control.ChangeShopAsync(
            Shop.Value, new() { Status = ShopStatus.Frozen }, Cancellation);
        await cluster.EndByOperatorAsync(Shop);

        await cluster.RecordAsync(Shop, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(first), "meanwhile");

        await cluster.VerdictIsAsync("meanwhile", Verdict.Stale);
        await cluster.Simulator.Control.ChangeShopAsync(
            Shop.Value, new() { Status = ShopStatus.Open }, Cancellation);
        await cluster.CertifiedAsync(first);
    }

    // An operator's order makes Shopify tell of the end. That body, captured, must not prove the end of the next stay
    // once it is sent again under a fresh time, while the next stay's grant happens to be refused.
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_that_told_of_an_ordered_end_is_no_proof_against_the_next_stay(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);
        await cluster.EndByOperatorAsync(Shop);
        await cluster.CertifiedAsync(first);
        var captured = ClusterActs.UninstallBody(first, "ordered");
        await cluster.RecordAsync(Shop, WebhookTopics.AppUninstalled, captured, "ordered");
        await cluster.VerdictIsAsync("ordered", Verdict.UnknownShop);
        var second = await cluster.InstalledAsync(Shop);
        await cluster.UninstallAtShopifyAsync(Shop);

        await cluster.RecordAsync(Shop, WebhookTopics.AppUninstalled, captured, "ordered-replayed");

        await cluster.VerdictIsAsync("ordered-replayed", Verdict.Accepted);
        await Eventually.UntilAsync(
            "Shopify has refused the second stay's token",
            async () => (await cluster.Get<ITeardownStore>().FindByInstallationAsync(second.Id, Cancellation))!
                .Probes.Any(),
            cancellationToken: Cancellation);
        var claim = await cluster.Get<ITeardownStore>().FindByInstallationAsync(second.Id, Cancellation);
        Assert.Equal((false, null), (claim!.BodyNamesShop, claim.EndedAt));
        Assert.Contains(EndEvidence.BodySeenBefore, claim.Evidence);
        Assert.Equal(second.Id, (await cluster.CurrentAsync(Shop))!.Id);

        // What tells of the second stay's own end is a proof.
        var own = ClusterActs.UninstallBody(second, "own");
        await cluster.RecordAsync(Shop, WebhookTopics.AppUninstalled, own, "ordered-own");
        await cluster.CertifiedAsync(second);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Redact_after_the_certificate_is_noted_with_it(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);
        await cluster.EndByOperatorAsync(Shop);
        await cluster.CertifiedAsync(first);

        await cluster.RecordAsync(Shop, WebhookTopics.ShopRedact, ClusterActs.RedactBody(first), "redact");

        await cluster.VerdictIsAsync("redact", Verdict.Accepted);
        Assert.True((await cluster.CertifiedAsync(first)).RedactSeen);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Redact_of_an_earlier_stay_never_ends_the_reinstalled_one(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var first = await cluster.InstalledAsync(Shop);
        var second = await cluster.InstalledAsync(Shop, reinstall: true);
        await cluster.CertifiedAsync(first);
        await cluster.UninstallAtShopifyAsync(Shop);

        await cluster.RecordAsync(Shop, WebhookTopics.ShopRedact, ClusterActs.RedactBody(first), "first-redact");

        await cluster.VerdictIsAsync("first-redact", Verdict.Accepted);
        Assert.Equal(second.Id, (await cluster.CurrentAsync(Shop))!.Id);

        // All such bodies of a shop are the same: one that was captured may come again under any id.
        await cluster.RecordAsync(Shop, WebhookTopics.ShopRedact, ClusterActs.RedactBody(second), "second-redact");

        await cluster.VerdictIsAsync("second-redact", Verdict.Accepted);
        var claim = await cluster.Get<ITeardownStore>().FindByInstallationAsync(second.Id, Cancellation);
        Assert.False(claim!.BodyNamesShop);
        Assert.Contains(EndEvidence.BodySeenBefore, claim.Evidence);
        await Eventually.UntilAsync(
            "Shopify has refused the second stay's token",
            async () => (await cluster.Get<ITeardownStore>().FindByInstallationAsync(second.Id, Cancellation))!
                .Probes.Any(),
            cancellationToken: Cancellation);
        Assert.Equal(second.Id, (await cluster.CurrentAsync(Shop))!.Id);

        await cluster.RecordAsync(Shop, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(second), "uninstall");
        await cluster.CertifiedAsync(second);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Grant_when_it_comes_while_an_end_is_confirmed_saves_the_stay(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Teardown:Confirmation:BackoffFirst"] = "00:00:00.500";
            setup.Settings["Teardown:Confirmation:BackoffMaximum"] = "00:00:00.500";
        });
        var first = await cluster.InstalledAsync(Shop);
        var frozen = await cluster.Simulator.Control.AddFaultAsync(
            new() { Operation = "graphql", Status = 402 }, Cancellation);
        await cluster.RecordAsync(Shop, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(first), "claim");
        await cluster.VerdictIsAsync("claim", Verdict.Accepted);
        await cluster.Simulator.Control.RemoveFaultAsync(frozen.Id!, Cancellation);

        var reply = await cluster.InstallAsync(Shop);

        Assert.Equal(InstallOutcome.Reauthorized, reply.Outcome);
        await cluster.VerdictIsAsync("claim", Verdict.Superseded);
        Assert.Equal(first.Id, (await cluster.CurrentAsync(Shop))!.Id);
    }

    private static Task<TeardownRecord> StalledAsync(ShopkeeperCluster cluster, Installation installation) =>
        Eventually.GetAsync(
            "the confirmation is stalled",
            async () => await cluster.Get<ITeardownStore>().FindByInstallationAsync(installation.Id, Cancellation)
                is { Status: TeardownStatus.Stalled, StalledBecause: "end-unconfirmed" } stalled ? stalled : null,
            cancellationToken: Cancellation);
}
