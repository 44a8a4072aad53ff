using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Lifecycle;

public sealed class ConfirmationTests
{
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Dictionary<string, Fault> Faults { get; } = new()
    {
        ["402"] = new Fault { Kind = FaultKind.Status, Status = 402 },
        ["403"] = new Fault { Kind = FaultKind.Status, Status = 403 },
        ["404"] = new Fault { Kind = FaultKind.Status, Status = 404 },
        ["423"] = new Fault { Kind = FaultKind.Status, Status = 423 },
        ["429"] = new Fault { Kind = FaultKind.Throttled },
        ["430"] = new Fault { Kind = FaultKind.Status, Status = 430 },
        ["503"] = new Fault { Kind = FaultKind.Status, Status = 503 },
        ["html"] = new Fault { Kind = FaultKind.Html, Status = 200 },
        ["redirect"] = new Fault { Kind = FaultKind.Redirect, Status = 302 },
        ["dropped"] = new Fault { Kind = FaultKind.Abort },
        ["nothing"] = new Fault { Kind = FaultKind.Hang },
    };

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_when_shopify_proves_nothing_waits_and_ends_once_it_answers(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Settings["Teardown:Confirmation:StalledAfter"] = "00:05:00");

        await Task.WhenAll(Faults.Select(fault => WaitsAndEndsAsync(cluster, fault.Key, fault.Value)));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_when_shopify_never_answers_is_stalled_in_sight(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Settings["Teardown:Confirmation:StalledAfter"] = "00:00:01");
        var first = await cluster.InstalledAsync(Shop);
        await cluster.Simulator.Control.ChangeShopAsync(
            Shop.Value, new ShopChange { Status = ShopStatus.Frozen }, Cancellation);

        await cluster.RecordAsync(Shop, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(first), "claim");

        await Eventually.UntilAsync(
            "the confirmation is stalled",
            async () => await cluster.Get<ITeardownStore>().FindByInstallationAsync(first.Id, Cancellation)
                is { Status: TeardownStatus.Stalled, StalledBecause: "end-unconfirmed" },
            cancellationToken: Cancellation);
        Assert.Equal(first.Id, (await cluster.CurrentAsync(Shop))!.Id);
    }

    private static async Task WaitsAndEndsAsync(ShopkeeperCluster cluster, string name, Fault answer)
    {
        var shop = ShopDomain.Parse($"answers-{name}.myshopify.com");
        var first = await cluster.InstalledAsync(shop);
        var fault = await cluster.Simulator.Control.AddFaultAsync(
            answer with { Operation = "graphql", Shop = shop.Value }, Cancellation);
        await cluster.UninstallAtShopifyAsync(shop);

        await cluster.RecordAsync(
            shop, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(first), "claim-" + name);

        var confirming = await ProbedAsync(cluster, first, atLeast: 3);
        Assert.Equal(TeardownStatus.Confirming, confirming.Status);
        Assert.Equal(first.Id, (await cluster.CurrentAsync(shop))!.Id);
        await cluster.Simulator.Control.RemoveFaultAsync(fault.Id!, Cancellation);
        await cluster.CertifiedAsync(first);
    }

    private static Task<TeardownRecord> ProbedAsync(
        ShopkeeperCluster cluster, Installation installation, int atLeast) =>
        Eventually.GetAsync(
            $"Shopify was asked {atLeast} times",
            async () => await cluster.Get<ITeardownStore>().FindByInstallationAsync(installation.Id, Cancellation)
                is { } record && record.Probes.Count >= atLeast ? record : null,
            cancellationToken: Cancellation);
}
