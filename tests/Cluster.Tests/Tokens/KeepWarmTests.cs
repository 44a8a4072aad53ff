using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Tokens;

/// <summary>The pairs of shops for which nobody asks a token stay good, and those that can't are seen.</summary>
public sealed class KeepWarmTests
{
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");
    private static readonly ShopDomain Lost = ShopDomain.Parse("red-widgets.myshopify.com");

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task Pair_of_a_quiet_shop_is_refreshed_before_its_refresh_token_ends(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Tokens:KeepWarm:RetryAfter"] = "00:00:00.200";
            setup.Settings["Tokens:KeepWarm:PerMinute"] = "10000";
        });

        await Task.WhenAll(IsKeptWarmAsync(cluster), IsSeenAsync(cluster));
    }

    private static async Task IsKeptWarmAsync(ShopkeeperCluster cluster)
    {
        await OpenAsync(cluster, Shop, refreshLife: TimeSpan.FromSeconds(9));
        var fault = await cluster.Simulator.Control.AddFaultAsync(
            new Fault
            {
                Shop = Shop.Value, Operation = TokenActs.Refresh, Kind = FaultKind.Status, Status = 503, Times = 2,
            },
            Cancellation);
        var installation = await cluster.InstalledAsync(Shop);
        var first = (await cluster.HeldAsync(installation)).Grant;
        Assert.InRange(
            first.RefreshDueAt!.Value, installation.StartedAt.AddSeconds(-1), first.RefreshTokenExpiresAt!.Value);

        await Eventually.UntilAsync(
            "the pair is refreshed though nobody asked, and after failures",
            async () => (await cluster.HeldAsync(installation)).Grant.RefreshTokenExpiresAt
                > first.RefreshTokenExpiresAt,
            cancellationToken: Cancellation);

        Assert.Equal(
            2, (await cluster.Simulator.Control.ListFaultsAsync(Cancellation)).Single(one => one.Id == fault.Id).Hits);
        Assert.Equal(AccessState.Fine, (await cluster.CurrentAsync(Shop))!.Access);
    }

    private static async Task IsSeenAsync(ShopkeeperCluster cluster)
    {
        await OpenAsync(cluster, Lost, refreshLife: TimeSpan.FromSeconds(3));
        await cluster.Simulator.Control.AddFaultAsync(
            new Fault { Shop = Lost.Value, Operation = TokenActs.Refresh, Kind = FaultKind.Status, Status = 503 },
            Cancellation);
        var installation = await cluster.InstalledAsync(Lost);

        await Eventually.UntilAsync(
            "the shop needs a new grant, visibly",
            async () => (await cluster.CurrentAsync(Lost))!.Access == AccessState.NeedsGrant,
            cancellationToken: Cancellation);

        await Eventually.UntilAsync(
            "the token has expired, too",
            async () => (await cluster.TokenAsync(installation)).Code == TokenCodes.RefreshTokenExpired,
            cancellationToken: Cancellation);
        Assert.Equal(installation.Id, (await cluster.CurrentAsync(Lost))!.Id);
        await Eventually.UntilAsync(
            "nothing is left to keep warm",
            async () => (await cluster.HeldAsync(installation)).RefreshDueAt is null,
            cancellationToken: Cancellation);
        await IsEndedByAnOperatorAloneAsync(cluster, installation);
    }

    // With no token that Shopify could refuse, a delivery stands alone: it ends nothing, and an operator has the word.
    private static async Task IsEndedByAnOperatorAloneAsync(ShopkeeperCluster cluster, Installation installation)
    {
        await cluster.RecordAsync(
            Lost, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(installation), "beside-a-dead-pair");
        await Eventually.UntilAsync(
            "the claim was looked into twice without a token",
            async () => await cluster.Get<ITeardownStore>().FindByInstallationAsync(installation.Id, Cancellation)
                is { Status: TeardownStatus.Confirming } claim
                && claim.Probes.Count(probe => probe.Code == TokenCodes.RefreshTokenExpired) >= 2,
            cancellationToken: Cancellation);
        Assert.Equal(installation.Id, (await cluster.CurrentAsync(Lost))!.Id);

        await cluster.EndByOperatorAsync(Lost);

        await cluster.CertifiedAsync(installation);
    }

    // The access token outlives the refresh token: nobody who asks for it refreshes it.
    private static async Task OpenAsync(ShopkeeperCluster cluster, ShopDomain shop, TimeSpan refreshLife)
    {
        await cluster.Simulator.Control.CreateShopAsync(new NewShop { Domain = shop.Value }, Cancellation);
        await cluster.Simulator.Control.ChangeShopAsync(
            shop.Value,
            new ShopChange
            {
                AccessTokenLife = shop == Lost ? TimeSpan.FromSeconds(6) : TimeSpan.FromHours(1),
                RefreshTokenLife = refreshLife,
            },
            Cancellation);
    }
}
