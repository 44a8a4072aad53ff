using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Tokens;

/// <summary>What tests of tokens do to a cluster, in a line each.</summary>
internal static class TokenActs
{
    /// <summary>The operation of a refresh, as the simulator names it.</summary>
    public const string Refresh = "oauth/access_token/refresh_token";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Installs a shop whose tokens live so long, and waits until its first jobs are done.</summary>
    public static async Task<Installation> InstalledForAsync(
        this ShopkeeperCluster cluster, ShopDomain shop, TimeSpan life)
    {
        await cluster.Simulator.Control.CreateShopAsync(new NewShop { Domain = shop.Value }, Cancellation);
        await cluster.TokensLiveAsync(shop, life);
        var installation = await cluster.InstalledAsync(shop);
        await Eventually.UntilAsync(
            "the install's own jobs are done",
            async () => await cluster.Get<IJobStore>().CountOpenAsync(installation.Id, Cancellation) is (0, 0),
            cancellationToken: Cancellation);
        return installation;
    }

    /// <summary>Says how long the tokens of a shop live that are made from now on.</summary>
    public static Task TokensLiveAsync(this ShopkeeperCluster cluster, ShopDomain shop, TimeSpan life) =>
        cluster.Simulator.Control.ChangeShopAsync(shop.Value, new ShopChange { AccessTokenLife = life }, Cancellation);

    /// <summary>The keeper of an installation's tokens.</summary>
    public static IGrantKeeper Keeper(this ShopkeeperCluster cluster, Installation installation) =>
        cluster.Grains.GetGrain<IGrantKeeper>(installation.Id.Value);

    /// <summary>Asks for a token.</summary>
    public static Task<TokenReply> TokenAsync(
        this ShopkeeperCluster cluster, Installation installation, GrantUse use = GrantUse.App) =>
        cluster.Keeper(installation).GetTokenAsync(use, Cancellation);

    /// <summary>The grant as its row has it.</summary>
    public static async Task<HeldGrant> HeldAsync(this ShopkeeperCluster cluster, Installation installation) =>
        await cluster.Get<IGrantStore>().ReadAsync(installation.Id, Cancellation)
        ?? throw new InvalidOperationException("The grant is gone.");

    /// <summary>The simulator takes a token: that uses it.</summary>
    public static async Task AssertTakenAsync(this ShopkeeperCluster cluster, ShopDomain shop, AccessToken token) =>
        Assert.Equal(
            (shop.Value, AdminOutcome.OkCode),
            (shop.Value, (await cluster.Get<IAdminClient>().ProbeAsync(
                new AdminAccess(shop, token), Cancellation)).Code));

    /// <summary>How many calls to the shop's token endpoint reached the simulator since the install.</summary>
    public static async Task<int> RefreshesAsync(this ShopkeeperCluster cluster, ShopDomain shop) =>
        (await cluster.Simulator.Control.ListCallsAsync(shop.Value, "oauth/access_token", Cancellation)).Count;

    /// <summary>Waits until the stored access token has expired.</summary>
    public static Task ExpiredAsync(this ShopkeeperCluster cluster, Installation installation) =>
        Eventually.UntilAsync(
            "the access token has expired",
            async () => (await cluster.HeldAsync(installation)).Grant.ExpiresAt
                <= cluster.Get<TimeProvider>().GetUtcNow(),
            cancellationToken: Cancellation);
}
