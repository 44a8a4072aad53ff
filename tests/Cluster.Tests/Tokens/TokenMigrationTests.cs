using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Tokens;

/// <summary>
/// Tokens without expiry are replaced by pairs: a few first, the rest by an operator's order, and none after a failure.
/// </summary>
public sealed class TokenMigrationTests
{
    private const string Migrate = "oauth/access_token/token-exchange";

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task Migration_tries_a_few_shops_goes_on_by_order_and_stops_at_the_first_failure(
        ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Shopify:ExpiringTokens"] = "false";
            setup.Settings["Tokens:Migration:Enabled"] = "true";
            setup.Settings["Tokens:Migration:Canary"] = "2";
            setup.Settings["Tokens:Migration:PerMinute"] = "10000";
        });

        var stays = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => InstalledAsync(cluster, number)));
        var paused = await UntilAsync(cluster, "the first few are done", seen => seen.Migrated == 2);
        Assert.Equal((TokenMigrationState.Canary, 2, 2), (paused.State, paused.Begun, paused.Remaining));
        Assert.Equal(2, await CountPairsAsync(cluster, stays));

        await cluster.Get<ITokenMigrationStore>().ContinueAsync(Cancellation);
        await UntilAsync(cluster, "all are done", seen => seen.Migrated == 4);
        Assert.Equal(4, await CountPairsAsync(cluster, stays));
        foreach (var stay in stays)
            await cluster.AssertTakenAsync(stay.Shop, (await cluster.TokenAsync(stay)).Token!);

        await PassesOverAsync(cluster);
        await LosesAnAnswerAsync(cluster);
        await IsCutOffAfterTheDateAsync(cluster);
    }

    // One shop sleeps, and from another the app is gone unheard: neither stops what the others wait for.
    private static async Task PassesOverAsync(ShopkeeperCluster cluster)
    {
        var (asleep, gone) = (
            await FaultyAsync(cluster, "asleep", 402, """{"errors":"Unavailable Shop"}"""),
            await FaultyAsync(cluster, "gone", 400, """{"error":"app_not_installed"}"""));

        await Eventually.UntilAsync(
            "the shop is seen asleep",
            async () => (await cluster.Get<IApiLogStore>().ListAsync(
                    asleep.Id, new PageRequest(null, 50), Cancellation))
                .Items.Any(entry => entry is { Operation: "tokenMigration", Outcome: "frozen" }),
            cancellationToken: Cancellation);
        Assert.Equal(gone.Id, (await cluster.CertifiedAsync(gone)).Installation);
        await InstalledAsync(cluster, 5);
        var seen = await UntilAsync(cluster, "another is done", seen => seen.Migrated == 5);
        Assert.Equal((TokenMigrationState.Running, 0), (seen.State, seen.Failed));
    }

    // Shopify takes tokens without expiry no longer, and the answer is lost before it has replaced one.
    private static async Task IsCutOffAfterTheDateAsync(ShopkeeperCluster cluster)
    {
        var stay = await InstalledAsync(cluster, 10);
        await cluster.Simulator.Control.ConfigureAppAsync(
            new AppSettings { RequireExpiringTokens = true }, Cancellation);
        await cluster.Simulator.Control.AddFaultAsync(
            new Fault { Shop = stay.Shop.Value, Operation = Migrate, Kind = FaultKind.Abort, Times = 1 },
            Cancellation);
        var before = (await cluster.Get<ITokenMigrationStore>().ReadAsync(Cancellation)).Failed;
        await cluster.Get<ITokenMigrationStore>().ContinueAsync(Cancellation);

        await UntilAsync(cluster, "the lost answer has stopped it", seen => seen.Failed > before);
        await cluster.Get<ITokenMigrationStore>().ContinueAsync(Cancellation);
        await Eventually.UntilAsync(
            "the token is replaced", async () => (await cluster.HeldAsync(stay)).Grant.RefreshToken is not null,
            cancellationToken: Cancellation);
    }

    private static async Task<Installation> FaultyAsync(
        ShopkeeperCluster cluster, string name, int status, string body)
    {
        var shop = ShopDomain.Parse($"lasting-{name}.myshopify.com");
        await cluster.Simulator.Control.CreateShopAsync(new NewShop { Domain = shop.Value }, Cancellation);
        await cluster.Simulator.Control.AddFaultAsync(
            new Fault
            {
                Shop = shop.Value, Operation = Migrate, Kind = FaultKind.Status, Status = status, Body = body,
                Times = 1,
            },
            Cancellation);
        return await cluster.InstalledAsync(shop);
    }

    private static async Task LosesAnAnswerAsync(ShopkeeperCluster cluster)
    {
        var shop = ShopDomain.Parse("lasting-lost.myshopify.com");
        await cluster.Simulator.Control.CreateShopAsync(new NewShop { Domain = shop.Value }, Cancellation);
        await cluster.Simulator.Control.AddFaultAsync(
            new Fault { Shop = shop.Value, Operation = Migrate, Kind = FaultKind.Abort, AfterEffect = true, Times = 1 },
            Cancellation);
        var lost = await cluster.InstalledAsync(shop);

        var stopped = await UntilAsync(cluster, "the failure has stopped it", seen => seen.Failed > 0);
        Assert.Equal(
            (TokenMigrationState.Stopped, "answer-lost", 1), (stopped.State, stopped.FailureCode, stopped.Lost));
        await Eventually.UntilAsync(
            "the shop needs a new grant, visibly",
            async () => (await cluster.CurrentAsync(shop)) is { Access: AccessState.NeedsGrant } current
                && current.Id == lost.Id,
            cancellationToken: Cancellation);

        var after = await InstalledAsync(cluster, 9);
        Assert.Null((await cluster.HeldAsync(after)).Grant.ExpiresAt);
        // That one, and the shop that sleeps.
        Assert.Equal(2, (await cluster.Get<ITokenMigrationStore>().ReadAsync(Cancellation)).Remaining);
        Assert.Equal(InstallOutcome.Reauthorized, (await cluster.InstallAsync(shop)).Outcome);
        Assert.Equal(AccessState.Fine, (await cluster.CurrentAsync(shop))!.Access);
    }

    private static Task<Installation> InstalledAsync(ShopkeeperCluster cluster, int number) =>
        cluster.InstalledAsync(ShopDomain.Parse($"lasting-{number}.myshopify.com"));

    private static async Task<int> CountPairsAsync(ShopkeeperCluster cluster, IEnumerable<Installation> stays)
    {
        var pairs = 0;
        foreach (var stay in stays)
        {
            if ((await cluster.HeldAsync(stay)).Grant is { ExpiresAt: not null, RefreshToken: not null }) pairs++;
        }

        return pairs;
    }

    private static Task<TokenMigration> UntilAsync(
        ShopkeeperCluster cluster, string what, Func<TokenMigration, bool> condition) => Eventually.PollAsync(
        what,
        () => cluster.Get<ITokenMigrationStore>().ReadAsync(Cancellation),
        condition,
        cancellationToken: Cancellation);
}
