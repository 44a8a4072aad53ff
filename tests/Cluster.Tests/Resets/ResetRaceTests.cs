using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Cluster.Tests.Jobs;
using Shopkeeper.Cluster.Tests.Teardown;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Resets;

/// <summary>
/// What else goes on while a shop is reset: grants, deliveries, subscriptions, a merchant who comes back.
/// </summary>
public sealed class ResetRaceTests
{
    private const string Topic = "orders/create";
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Grant_that_arrives_while_its_shop_is_reset_is_never_lost(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        for (var round = 0; round < 4; round++)
        {
            // Every other time the merchant has uninstalled and installs anew: the old token is dead by then.
            var reinstalls = round % 2 == 1;
            var shop = ShopDomain.Parse($"round-{round}.myshopify.com");
            await cluster.InstalledAsync(shop);

            var install = cluster.InstallAsync(shop, reinstalls);
            var reset = cluster.ResetAsync(shop);
            await Task.WhenAll(install, reset);

            Assert.NotEqual(InstallOutcome.Refused, (await install).Outcome);
            var current = (await cluster.CurrentAsync(shop))!;
            Assert.True(current.Generation >= 2);
            Assert.Equal("ok", await ProbeAsync(cluster, current));
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_that_waits_in_the_inbox_ends_the_stay_that_took_over(ClusterDatabase database)
    {
        await using var cluster = await StartWithoutPollersAsync(database);
        var old = await cluster.InstalledAsync(Shop);
        await cluster.UninstallAtShopifyAsync(Shop);
        await cluster.Get<IWebhookInbox>().RecordAsync(
            new IncomingDelivery
            {
                Shop = Shop,
                Topic = WebhookTopics.AppUninstalled,
                WebhookId = "goodbye",
                Body = System.Text.Encoding.UTF8.GetBytes(ClusterActs.UninstallBody(old)),
            },
            Cancellation);

        // Nobody has looked at the delivery yet when the operator resets the shop.
        var stay = await cluster.ResetToNewStayAsync(Shop);
        cluster.Get<IWorkSignals>().Notify(WorkKind.Deliveries);
        await cluster.CertifiedAsync(stay);
        await cluster.CertifiedAsync(old);

        Assert.Equal(Verdict.Accepted, await cluster.VerdictAsync("goodbye"));
        Assert.Null(await cluster.CurrentAsync(Shop));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_from_before_the_reset_is_not_given_up_after_one_answer_that_the_token_works(
        ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        var old = await cluster.SettledAsync(Shop);
        var stay = await cluster.ResetToNewStayAsync(Shop);
        await cluster.CertifiedAsync(old);

        // Shopify lags behind: its first answer is that the token works still.
        var probes = 0;
        cluster.Simulator.OnCall = async call =>
        {
            if (call.Operation == "currentAppInstallation,shop" && Interlocked.Increment(ref probes) == 2)
                await cluster.UninstallAtShopifyAsync(Shop);
        };
        await cluster.RecordAsync(
            Shop, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(old), "goodbye",
            old.StartedAt.AddMilliseconds(1));
        await cluster.CertifiedAsync(stay);

        Assert.True(probes >= 2);
        Assert.Equal(Verdict.Accepted, await cluster.VerdictAsync("goodbye"));
        Assert.Null(await cluster.CurrentAsync(Shop));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reset_while_the_end_is_being_confirmed_is_refused_and_the_end_is_carried_out(
        ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        var old = await cluster.SettledAsync(Shop);
        var fault = await cluster.Simulator.Control.AddFaultAsync(
            new Fault { Operation = "graphql", Kind = FaultKind.Status, Status = 503 }, Cancellation);
        await cluster.UninstallAtShopifyAsync(Shop);
        await cluster.RecordAsync(Shop, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(old), "goodbye");
        await cluster.VerdictIsAsync("goodbye", Verdict.Accepted);

        Assert.Equal(FenceOutcome.EndPending, (await cluster.ResetAsync(Shop)).Outcome);

        await cluster.Simulator.Control.RemoveFaultAsync(fault.Id!, Cancellation);
        await cluster.CertifiedAsync(old);
        Assert.Equal(FenceOutcome.Unknown, (await cluster.ResetAsync(Shop)).Outcome);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delivery_of_the_next_stay_is_not_dropped_by_an_activation_that_knows_only_the_one_before(
        ClusterDatabase database)
    {
        var handler = new NotingHandler();
        await using var cluster = await StartWithoutPollersAsync(
            database, services => services.AddSingleton<IWebhookHandler>(handler));
        var old = await cluster.InstalledAsync(Shop);
        var stay = (await cluster.ResetUnseenAsync(old)).Successor!;
        await cluster.Get<IWebhookInbox>().RecordAsync(
            new IncomingDelivery { Shop = Shop, Topic = Topic, WebhookId = "order", Body = "{}"u8.ToArray() },
            Cancellation);
        var order = Assert.Single(await cluster.Get<IWebhookInbox>().ReadDueAsync(Shop, 10, Cancellation));
        Assert.True(await cluster.Get<IWebhookInbox>().ClaimAsync(order.Id, stay.Id, Cancellation));

        // This activation still holds the stay that ended, and meets a row that is bound to one it has never heard of.
        for (var more = true; more;)
            more = await cluster.Grains.GetGrain<IShopWebhooks>(Shop.Value).DrainAsync(Cancellation);

        Assert.Equal(Verdict.Accepted, await cluster.VerdictAsync("order"));
        Assert.Equal([stay.Id], handler.Handled);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delivery_that_failed_in_the_stay_before_is_handled_for_the_next_one(ClusterDatabase database)
    {
        var handler = new NotingHandler { Fails = true };
        await using var cluster = await StartWithoutPollersAsync(
            database, services => services.AddSingleton<IWebhookHandler>(handler));
        await cluster.InstalledAsync(Shop);
        await cluster.RecordAsync(Shop, Topic, "{}", "order");
        await Eventually.UntilAsync("it has failed", () => Task.FromResult(handler.Failed > 0), null, Cancellation);

        var stay = await cluster.ResetToNewStayAsync(Shop);
        handler.Fails = false;
        await Eventually.UntilAsync(
            "the delivery is handled",
            async () =>
            {
                cluster.Get<IWorkSignals>().Notify(WorkKind.Deliveries);
                return await cluster.Get<IWebhookInbox>().FindVerdictAsync("order", Cancellation) == Verdict.Accepted;
            },
            cancellationToken: Cancellation);

        Assert.Equal([stay.Id], handler.Handled);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Subscription_that_a_job_of_the_stay_before_makes_across_the_fence_is_adopted(
        ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        var reset = new TaskCompletionSource<Installation>(TaskCreationOptions.RunContinuationsAsynchronously);
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        cluster.Simulator.OnCall = async call =>
        {
            if (call.Operation != "webhookSubscriptionCreate") return;
            switch (Interlocked.Increment(ref calls))
            {
                // The job of the stay that ends has sent its call; before it has its effect, the shop is reset.
                case 1:
                    reset.SetResult(await cluster.ResetToNewStayAsync(Shop));
                    await made.Task.WaitAsync(Cancellation);
                    break;

                // The next stay's job has listed what there is, and wants to make the subscription. Only now that
                // first call has its effect, whose answer nobody awaits any more.
                case 2:
                    var now = await reset.Task;
                    await SubscribeAsync(cluster, now, WebhookTopics.AppUninstalled);
                    made.SetResult();
                    break;
            }
        };
        var old = await cluster.InstalledAsync(Shop);
        var stay = await reset.Task.WaitAsync(Cancellation);

        await cluster.CertifiedAsync(old);
        await Eventually.UntilAsync(
            "the subscription is recorded", () => cluster.IsSubscribedAsync(stay), cancellationToken: Cancellation);
        var shop = await cluster.Simulator.Control.GetShopAsync(Shop.Value, Cancellation);
        var records = await cluster.Get<IWebhookSubscriptionStore>().ListAsync(stay.Id, Cancellation);
        Assert.Equal(
            shop.Subscriptions.Select(one => one.Id).Order(), records.Select(record => record.ShopifyId).Order());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reinstall_during_the_teardown_of_a_reset_keeps_its_access_and_data(ClusterDatabase database)
    {
        var hooks = new ConcurrentDictionary<string, Func<Task>>();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            Life.Add(setup);
            setup.AroundSteps(async (step, context, run) =>
            {
                if (context.Record.Generation == 1 && hooks.TryRemove(step.Name, out var hook)) await hook();
                return await run();
            });
        });
        var old = await cluster.LiveAsync("blue-widgets");
        var installed = new TaskCompletionSource<Installation>(TaskCreationOptions.RunContinuationsAsynchronously);
        hooks[StepNames.RemoveShopResources] = async () =>
            installed.SetResult(await cluster.InstalledAsync(old.Shop, reinstall: true));

        var second = await cluster.ResetToNewStayAsync(old.Shop);
        var third = await installed.Task.WaitAsync(Cancellation);
        await cluster.PlantAsync(third);
        await cluster.CertifiedAsync(old);
        await cluster.CertifiedAsync(second);

        Assert.Equal(3, third.Generation);
        Assert.Equal("ok", await ProbeAsync(cluster, third));
        Assert.Empty(await cluster.ResidueAsync(old));
        Assert.Empty(await cluster.ResidueAsync(second));
        await UninstallTests.AssertLivesAsync(cluster, third);
    }

    private static Task<ShopkeeperCluster> StartWithoutPollersAsync(
        ClusterDatabase database, Action<IServiceCollection>? services = null) =>
        ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Polling:Period"] = "00:01:00";
            setup.Services = services ?? (_ => { });
        });

    private static async Task SubscribeAsync(ShopkeeperCluster cluster, Installation stay, string topic)
    {
        var grant = await cluster.Get<IInstallationStore>().ReadGrantAsync(stay.Id, CancellationToken.None);
        var made = await cluster.Get<IAdminClient>().CreateWebhookAsync(
            new AdminAccess(stay.Shop, grant!.AccessToken),
            new WebhookSubscriptionInput { Topic = topic, Uri = "http://127.0.0.1:5080/webhooks" },
            CancellationToken.None);
        Assert.True(made.IsOk);
    }

    private static async Task<string> ProbeAsync(ShopkeeperCluster cluster, Installation installation)
    {
        var reply = await cluster.Grains.GetGrain<IGrantKeeper>(installation.Id.Value)
            .GetTokenAsync(GrantUse.App, Cancellation);
        var answer = await cluster.Get<IAdminClient>()
            .ProbeAsync(new AdminAccess(installation.Shop, reply.Token!), Cancellation);
        return answer.Code;
    }

    private sealed class NotingHandler : IWebhookHandler
    {
        private readonly ConcurrentQueue<InstallationId> _handled = [];
        private int _failed;

        public string Topic => ResetRaceTests.Topic;

        public bool Fails { get; set; }

        public int Failed => Volatile.Read(ref _failed);

        public IEnumerable<InstallationId> Handled => _handled;

        public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken)
        {
            if (Fails)
            {
                Interlocked.Increment(ref _failed);
                throw new InvalidOperationException("Not now.");
            }

            _handled.Enqueue(context.Installation.Id);
            return Task.CompletedTask;
        }
    }
}
