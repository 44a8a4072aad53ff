using System.Text;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Clusters;

/// <summary>What merchants, Shopify and operators do to a cluster, in a line each.</summary>
internal static class ClusterActs
{
    private const int AttemptsMaximum = 5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The merchant installs, or opens the app again: the code is exchanged as at the callback.</summary>
    public static async Task<InstallReply> InstallAsync(
        this ShopkeeperCluster cluster, ShopDomain shop, bool reinstall = false)
    {
        var code = await cluster.Simulator.Control.InstallAsync(
            shop.Value,
            new InstallRequest { Kind = InstallKind.Code, Reinstall = reinstall, State = "state" },
            Cancellation);
        return await cluster.Grains.GetGrain<IInstaller>(shop.Value)
            .InstallWithCodeAsync(new InstallWithCode { Code = new AccessToken(code.Code!) }, Cancellation);
    }

    /// <summary>Installs and expects a new stay.</summary>
    public static async Task<Installation> InstalledAsync(
        this ShopkeeperCluster cluster, ShopDomain shop, bool reinstall = false)
    {
        var reply = await cluster.InstallAsync(shop, reinstall);

        // On a busy machine a call may take longer than its budget; then the merchant begins again, as he would.
        for (var attempt = 1; reply.Outcome == InstallOutcome.Unavailable && attempt < AttemptsMaximum; attempt++)
            reply = await cluster.InstallAsync(shop);
        Assert.Equal(InstallOutcome.Installed, reply.Outcome);
        return reply.Installation!;
    }

    /// <summary>The merchant uninstalls at Shopify: the token is dead. The delivery is up to the test.</summary>
    public static Task UninstallAtShopifyAsync(this ShopkeeperCluster cluster, ShopDomain shop) =>
        cluster.Simulator.Control.UninstallAsync(shop.Value, new UninstallRequest { Send = false }, Cancellation);

    /// <summary>Records a delivery as the edge does once its signature is verified.</summary>
    public static async Task<RecordOutcome> RecordAsync(
        this ShopkeeperCluster cluster,
        ShopDomain shop,
        string topic,
        string body,
        string id,
        DateTimeOffset? triggeredAt = null)
    {
        var outcome = await cluster.Get<IWebhookInbox>().RecordAsync(
            new IncomingDelivery
            {
                Shop = shop,
                Topic = topic,
                WebhookId = cluster.OwnId(id),
                TriggeredAt = triggeredAt,
                Body = Encoding.UTF8.GetBytes(body),
            },
            Cancellation);
        cluster.Get<IWorkSignals>().Notify(WorkKind.Deliveries);
        return outcome;
    }

    /// <summary>The body of <c>app/uninstalled</c>; the mark makes it differ from others of the shop.</summary>
    public static string UninstallBody(Installation installation, string mark = "") =>
        $$"""{"id":{{installation.ShopId}},"name":"Widgets {{mark}}","myshopify_domain":"{{installation.Shop}}"}""";

    /// <summary>The body of <c>shop/redact</c>.</summary>
    public static string RedactBody(Installation installation) =>
        $$"""{"shop_id":{{installation.ShopId}},"shop_domain":"{{installation.Shop}}"}""";

    /// <summary>An operator's order.</summary>
    public static Task<EndReply> EndByOperatorAsync(this ShopkeeperCluster cluster, ShopDomain shop) =>
        cluster.Lifecycle(shop).EndAsync(
            new EndCommand
            {
                TeardownId = Guid.CreateVersion7(cluster.Get<TimeProvider>().GetUtcNow()),
                Cause = EndCause.Operator,
                Evidence = ["operator"],
            },
            Cancellation);

    /// <summary>An operator's order to reset the shop.</summary>
    public static Task<EndReply> ResetAsync(this ShopkeeperCluster cluster, ShopDomain shop) =>
        cluster.Lifecycle(shop).ResetAsync(
            new ResetCommand
            {
                TeardownId = Guid.CreateVersion7(cluster.Get<TimeProvider>().GetUtcNow()),
                Evidence = ["operator:test"],
                Resumes = true,
            },
            Cancellation);

    /// <summary>Resets the shop and expects that a new stay begins.</summary>
    public static async Task<Installation> ResetToNewStayAsync(this ShopkeeperCluster cluster, ShopDomain shop)
    {
        var reply = await cluster.ResetAsync(shop);
        Assert.Equal(FenceOutcome.Ended, reply.Outcome);
        return reply.Successor!;
    }

    /// <summary>The fence of a reset without the actor's knowledge, as if a second activation had run it.</summary>
    public static async Task<FenceResult> ResetUnseenAsync(this ShopkeeperCluster cluster, Installation installation)
    {
        var result = await cluster.Get<IInstallationStore>().FenceAsync(
            new Fence
            {
                Installation = installation.Id,
                TeardownId = Guid.CreateVersion7(cluster.Get<TimeProvider>().GetUtcNow()),
                Cause = EndCause.Reset,
                Evidence = ["operator:test"],
                Kind = TeardownKind.Reset,
                Successor = new Successor
                {
                    Id = InstallationId.New(cluster.Get<TimeProvider>().GetUtcNow()),
                    Shop = installation.Shop,
                },
            },
            Cancellation);
        Assert.Equal(FenceOutcome.Ended, result.Outcome);
        return result;
    }

    /// <summary>The fence without the actor's knowledge: as if a second activation, since lost, had run it.</summary>
    public static async Task EndUnseenAsync(this ShopkeeperCluster cluster, Installation installation)
    {
        var result = await cluster.Get<IInstallationStore>().FenceAsync(
            new Fence
            {
                Installation = installation.Id,
                TeardownId = Guid.CreateVersion7(cluster.Get<TimeProvider>().GetUtcNow()),
                Cause = EndCause.Operator,
                Evidence = ["operator"],
            },
            Cancellation);
        Assert.Equal(FenceOutcome.Ended, result.Outcome);
    }

    /// <summary>The shop's actor.</summary>
    public static IShopLifecycle Lifecycle(this ShopkeeperCluster cluster, ShopDomain shop) =>
        cluster.Grains.GetGrain<IShopLifecycle>(shop.Value);

    /// <summary>Waits for the verdict of a delivery other than pending.</summary>
    public static Task<Verdict> VerdictAsync(this ShopkeeperCluster cluster, string id) => Eventually.PollAsync(
        $"the delivery {id} has its verdict",
        async () => await cluster.Get<IWebhookInbox>().FindVerdictAsync(cluster.OwnId(id), Cancellation)
            ?? Verdict.Pending,
        verdict => verdict != Verdict.Pending,
        cancellationToken: Cancellation);

    /// <summary>Waits until a delivery has a verdict of a kind.</summary>
    public static Task VerdictIsAsync(
        this ShopkeeperCluster cluster, string id, Verdict wanted) => Eventually.PollAsync(
        $"the delivery {id} is {wanted}",
        async () => await cluster.Get<IWebhookInbox>().FindVerdictAsync(cluster.OwnId(id), Cancellation),
        verdict => verdict == wanted,
        cancellationToken: Cancellation);

    /// <summary>Waits for the certificate of an installation.</summary>
    public static Task<CertificateRecord> CertifiedAsync(
        this ShopkeeperCluster cluster, Installation installation) =>
        Eventually.GetAsync(
            "the certificate is written",
            async () => (await cluster.Get<ICertificateStore>()
                    .ListAsync(installation.Shop, new PageRequest(null, 50), Cancellation))
                .Items.FirstOrDefault(certificate => certificate.Installation == installation.Id),
            cancellationToken: Cancellation);

    /// <summary>The current installation as its row has it.</summary>
    public static Task<Installation?> CurrentAsync(this ShopkeeperCluster cluster, ShopDomain shop) =>
        cluster.Get<IInstallationStore>().FindCurrentAsync(shop, Cancellation);
}
