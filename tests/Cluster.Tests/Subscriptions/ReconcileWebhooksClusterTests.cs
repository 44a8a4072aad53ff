using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Cluster.Tests.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Subscriptions;

public sealed class ReconcileWebhooksClusterTests
{
    private const string Address = "http://127.0.0.1:5080/webhooks";

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task Install_when_done_has_its_subscriptions_at_Shopify_and_in_the_records(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Webhooks:Topics:0"] = "app/uninstalled";
            setup.Settings["Webhooks:Topics:1"] = "products/update";
            setup.Services = services =>
            {
                services.AddSingleton<IWebhookHandler>(new SilentHandler("products/create"));
                services.AddSingleton<IWebhookHandler>(new SilentHandler("customers/redact"));
            };
        });
        var installation = await cluster.SettledAsync(JobActs.Shop);

        var records = await RecordsAsync(cluster, installation);
        Assert.Equal(
            ["app/uninstalled", "products/create", "products/update"], records.Select(record => record.Topic).Order());
        Assert.All(
            records,
            record => Assert.Equal((Address, SubscriptionState.InPlace), (record.Uri, record.State)));

        var shop = await cluster.Simulator.Control.GetShopAsync(JobActs.Shop.Value, Cancellation);
        Assert.Equal(
            records.Select(record => record.ShopifyId).Order(),
            shop.Subscriptions.Where(made => made.Uri.ToString() == Address && made.Id is not null)
                .Select(made => made.Id).Order());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Install_when_Shopify_declines_the_topics_records_why(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        await cluster.Simulator.Control.AddFaultAsync(
            new Fault
            {
                Operation = "webhookSubscriptionCreate",
                Kind = FaultKind.Status,
                Status = 200,
                Body = """{"errors":[{"message":"No","extensions":{"code":"ACCESS_DENIED"}}]}""",
            },
            Cancellation);
        var installation = await cluster.SettledAsync(JobActs.Shop);

        var record = Assert.Single(await RecordsAsync(cluster, installation));
        Assert.Equal((null, "refused-access-denied"), (record.ShopifyId, record.Reason));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Timer_when_nothing_else_asks_compares_again_and_again_each_time_a_tenth_more_or_less(
        ClusterDatabase database)
    {
        var every = TimeSpan.FromSeconds(1);
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
            setup.Settings["Webhooks:Reconcile:Every"] = "00:00:01");
        var installation = await cluster.SettledAsync(JobActs.Shop);
        var first = Assert.Single(await RecordsAsync(cluster, installation));
        await cluster.Simulator.Control.RemoveSubscriptionAsync(JobActs.Shop.Value, first.ShopifyId!, Cancellation);

        var mended = Assert.Single(await Eventually.PollAsync(
            "the timer has what was removed made again",
            () => RecordsAsync(cluster, installation),
            records => records.Any(one => one.ShopifyId is { } id && id != first.ShopifyId),
            cancellationToken: Cancellation));
        await Eventually.PollAsync(
            "the timer comes again",
            () => RecordsAsync(cluster, installation),
            records => records.Any(one => one.CheckedAt > mended.CheckedAt),
            cancellationToken: Cancellation);

        var waits = new HashSet<TimeSpan>();
        await Eventually.PollAsync(
            "three waits were drawn",
            () => cluster.Get<ISubscriptionChecks>().FindAsync(installation.Id, Cancellation),
            check =>
            {
                // While a job is under way, its end is not planned yet.
                var wait = check!.DueAt - check.CheckedAt;
                if (check.Cause == CheckCause.Timer && wait <= every * 2) waits.Add(wait!.Value);
                return waits.Count >= 3;
            },
            cancellationToken: Cancellation);
        Assert.All(waits, wait => Assert.InRange(wait, every * 0.89, every * 1.11));
    }

    private static Task<IReadOnlyList<WebhookSubscriptionRecord>> RecordsAsync(
        ShopkeeperCluster cluster, Installation installation) =>
        cluster.Get<IWebhookSubscriptionStore>().ListAsync(installation.Id, Cancellation);

    private sealed class SilentHandler(string topic) : IWebhookHandler
    {
        public string Topic => topic;

        public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
