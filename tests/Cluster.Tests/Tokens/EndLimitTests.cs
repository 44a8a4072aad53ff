using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Tokens;

/// <summary>One misconfiguration ends no installations in bulk: a wrong secret none, a wrong host a few.</summary>
public sealed class EndLimitTests
{
    private const int Shops = 1_000;
    private const int Limit = 7;

    // The others are quiet: their pairs have expired and are due.
    private const int Lively = 200;
    private const int Claimed = 20;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ends_when_all_of_a_thousand_shops_are_refused_are_none_by_a_wrong_secret_and_few_by_a_wrong_host()
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(ClusterDatabase.Sqlite, Configure);
        var wrongSecret = await AnswerAsync(cluster, "oauth/access_token", 401, "invalid_client");
        var unauthorized = await cluster.Simulator.Control.AddFaultAsync(
            new Fault { Operation = "graphql", Kind = FaultKind.Status, Status = 401 }, Cancellation);
        var shops = new Installation[Shops];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Shops), Cancellation,
            async (number, stop) => shops[number] = await StartAsync(cluster, number, stop));
        Installation[] lively = shops[..Claimed], quiet = shops[^Claimed..];

        // All that speaks of an end beside a refusal: an authentic body that names the shop where the token has
        // expired, one that names nobody where Shopify answers 401 to a good one, and a merchant's page in both.
        foreach (var shop in quiet)
            await cluster.RecordAsync(shop.Shop, WebhookTopics.ShopRedact, ClusterActs.RedactBody(shop), Id(shop));
        foreach (var shop in lively)
            await cluster.RecordAsync(shop.Shop, WebhookTopics.AppUninstalled, """{"name":"W"}""", Id(shop));
        await RefusedAsync(cluster, [.. quiet, .. lively]);
        await AskedAsync(cluster, "oauth/access_token", Shops - Lively);
        await AreRefusedAsync(cluster, shops[Claimed..Lively]);
        await ClaimsAreAsync(cluster, quiet, "client-refused");
        await ClaimsAreAsync(cluster, lively, "unauthorized");
        Assert.Equal((0, Shops), await CountAsync(cluster));

        // The address leads to somebody who knows none of them, and says so of each.
        await AnswerAsync(cluster, TokenActs.Refresh, 400, "app_not_installed");
        await cluster.Simulator.Control.RemoveFaultAsync(wrongSecret.Id!, Cancellation);
        await cluster.Simulator.Control.RemoveFaultAsync(unauthorized.Id!, Cancellation);
        await Eventually.UntilAsync(
            "the ends of many were held back, and those that a delivery attests were not",
            async () => (await TeardownsAsync(cluster)).Count(record => record.Probes.Any(IsHeldBack)) >= 100
                && (await CountAsync(cluster)).Current == Shops - Limit - Claimed,
            Deadline, Cancellation);

        var (unattested, current) = await CountAsync(cluster);
        Assert.Equal((Limit, Shops - Limit - Claimed), (unattested, current));
    }

    private static bool IsHeldBack(EndProbe probe) => probe.Code == "held-back";

    private static string Id(Installation shop) => $"claim-{shop.Id}";

    private static void Configure(ClusterSetup setup)
    {
        setup.Settings["Teardown:EndLimit:Minimum"] = $"{Limit}";
        setup.Settings["Teardown:Confirmation:PatientInterval"] = "01:00:00";
        setup.Settings["Teardown:Confirmation:StalledAfter"] = "1.00:00:00";
        setup.Settings["Tokens:KeepWarm:PerMinute"] = "10000";
        setup.Settings["Tokens:KeepWarm:RetryAfter"] = "00:00:01";
        setup.Settings["Access:CheckEvery"] = "00:00:01";
        setup.Settings["Access:ChecksPerMinute"] = "10000";
        setup.Settings["Polling:Concurrency"] = "64";
    }

    private static Task<Fault> AnswerAsync(ShopkeeperCluster cluster, string operation, int status, string error) =>
        cluster.Simulator.Control.AddFaultAsync(
            new Fault
            {
                Operation = operation,
                Kind = FaultKind.Status,
                Status = status,
                Body = $$"""{"error":"{{error}}"}""",
            },
            Cancellation);

    private static async Task<Installation> StartAsync(
        ShopkeeperCluster cluster, int number, CancellationToken cancellationToken)
    {
        var now = cluster.Get<TimeProvider>().GetUtcNow();
        var isLively = number < Lively;
        var (started, installation) = await cluster.Get<IInstallationStore>().StartAsync(
            new NewInstallation
            {
                Id = InstallationId.New(now),
                Shop = ShopDomain.Parse($"shop-{number}.myshopify.com"),
                ShopId = 800_000_000 + number,
                AppInstallationId = $"gid://shopify/AppInstallation/{number}",
                Grant = new Grant
                {
                    AccessToken = new AccessToken($"shpat_{number}"),
                    Scopes = "read_products",
                    ExpiresAt = now.AddHours(isLively ? 1 : -1),
                    RefreshToken = new AccessToken($"shprt_{number}"),
                    RefreshTokenExpiresAt = now.AddDays(1),
                    RefreshDueAt = isLively ? now.AddHours(1) : now.AddMinutes(-1),
                },
            },
            cancellationToken);
        Assert.True(started);
        return installation;
    }

    // A merchant opens the app: Shopify refuses the exchange because of the app, and that is no word about the shop.
    private static async Task RefusedAsync(ShopkeeperCluster cluster, IReadOnlyList<Installation> shops)
    {
        foreach (var shop in shops)
        {
            await cluster.Get<IInstallationStore>().SetAccessAsync(
                shop.Id, AccessState.NeedsGrant, shop.StartedAt, Cancellation);
            var reply = await cluster.Grains.GetGrain<IInstaller>(shop.Shop.Value).InstallWithSessionTokenAsync(
                new InstallWithSessionToken { SessionToken = new AccessToken($"page-{shop.Id}"), Seen = shop.Id },
                Cancellation);
            Assert.Null(reply.Installation);
        }
    }

    private static async Task AskedAsync(ShopkeeperCluster cluster, string operation, int shops) =>
        await Eventually.UntilAsync(
            $"Shopify was asked at {operation} for {shops} shops",
            async () => (await cluster.Simulator.Control.ListCallsAsync(null, operation, Cancellation))
                .Select(call => call.Shop).Distinct().Count() >= shops,
            Deadline, Cancellation);

    private static async Task AreRefusedAsync(ShopkeeperCluster cluster, IReadOnlyList<Installation> shops)
    {
        var store = cluster.Get<IInstallationStore>();
        foreach (var shop in shops)
        {
            await Eventually.UntilAsync(
                "a shop whose good token is answered 401 is seen as refused",
                async () => await store.FindAsync(shop.Id, Cancellation) is { Access: AccessState.Refused },
                Deadline, Cancellation);
        }
    }

    // So often that the next question is an hour away.
    private static async Task ClaimsAreAsync(ShopkeeperCluster cluster, Installation[] shops, string code)
    {
        foreach (var shop in shops)
        {
            await Eventually.UntilAsync(
                $"a claim rests on {code}",
                async () => await cluster.Get<ITeardownStore>().FindByInstallationAsync(shop.Id, Cancellation)
                    is { Status: TeardownStatus.Confirming, Probes.Count: > 3 } claim
                    && claim.Probes.All(probe => probe.Code == code),
                Deadline, Cancellation);
        }
    }

    private static Task<(int Unattested, int Current)> CountAsync(ShopkeeperCluster cluster) =>
        cluster.Get<IInstallationStore>().CountEndsAsync(DateTimeOffset.UnixEpoch, Cancellation);

    private static async Task<IReadOnlyList<TeardownRecord>> TeardownsAsync(ShopkeeperCluster cluster) =>
        (await cluster.Get<ITeardownStore>().ListAsync(null, null, new PageRequest(null, 250), Cancellation)).Items;
}
