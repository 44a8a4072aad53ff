using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Tokens;

/// <summary>One misconfiguration ends no installations in bulk: a wrong secret none, a wrong host a few.</summary>
public sealed class EndLimitTests
{
    private const int Shops = 1_000;
    private const int Limit = 7;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ends_when_all_of_a_thousand_shops_are_refused_are_none_by_a_wrong_secret_and_few_by_a_wrong_host()
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(ClusterDatabase.Sqlite, Configure);
        var wrongSecret = await AnswerAsync(cluster, 401, "invalid_client");
        var unauthorized = await cluster.Simulator.Control.AddFaultAsync(
            new Fault { Operation = "graphql", Kind = FaultKind.Status, Status = 401 }, Cancellation);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Shops), Cancellation, async (number, stop) => await StartAsync(cluster, number, stop));

        await AskedAsync(cluster);
        Assert.Equal((0, Shops), await CountAsync(cluster));
        Assert.Empty(await TeardownsAsync(cluster));

        // The address leads to somebody who knows none of them, and says so of each.
        await AnswerAsync(cluster, 400, "app_not_installed");
        await cluster.Simulator.Control.RemoveFaultAsync(wrongSecret.Id!, Cancellation);
        await cluster.Simulator.Control.RemoveFaultAsync(unauthorized.Id!, Cancellation);
        await Eventually.UntilAsync(
            "the ends of many were held back",
            async () => (await TeardownsAsync(cluster)).Count(record => record.Probes.Any(IsHeldBack)) >= 100,
            Deadline, Cancellation);

        var (unattested, current) = await CountAsync(cluster);
        Assert.Equal((Limit, Shops - Limit), (unattested, current));
    }

    private static bool IsHeldBack(EndProbe probe) => probe.Code == "held-back";

    private static void Configure(ClusterSetup setup)
    {
        setup.Settings["Teardown:EndLimit:Minimum"] = $"{Limit}";
        setup.Settings["Teardown:Confirmation:PatientInterval"] = "01:00:00";
        setup.Settings["Tokens:KeepWarm:PerMinute"] = "10000";
        setup.Settings["Tokens:KeepWarm:RetryAfter"] = "00:00:01";
        setup.Settings["Polling:Concurrency"] = "64";
    }

    private static Task<Fault> AnswerAsync(ShopkeeperCluster cluster, int status, string error) =>
        cluster.Simulator.Control.AddFaultAsync(
            new Fault
            {
                Operation = TokenActs.Refresh,
                Kind = FaultKind.Status,
                Status = status,
                Body = $$"""{"error":"{{error}}"}""",
            },
            Cancellation);

    // Quiet shops, whose pairs have expired and are due.
    private static async Task StartAsync(ShopkeeperCluster cluster, int number, CancellationToken cancellationToken)
    {
        var now = cluster.Get<TimeProvider>().GetUtcNow();
        var (started, _) = await cluster.Get<IInstallationStore>().StartAsync(
            new NewInstallation
            {
                Id = InstallationId.New(now),
                Shop = ShopDomain.Parse($"quiet-{number}.myshopify.com"),
                ShopId = 800_000_000 + number,
                AppInstallationId = $"gid://shopify/AppInstallation/{number}",
                Grant = new Grant
                {
                    AccessToken = new AccessToken($"shpat_{number}"),
                    Scopes = "read_products",
                    ExpiresAt = now.AddHours(-1),
                    RefreshToken = new AccessToken($"shprt_{number}"),
                    RefreshTokenExpiresAt = now.AddDays(1),
                    RefreshDueAt = now.AddMinutes(-1),
                },
            },
            cancellationToken);
        Assert.True(started);
    }

    private static async Task AskedAsync(ShopkeeperCluster cluster) => await Eventually.UntilAsync(
        "Shopify was asked for every shop",
        async () => (await cluster.Simulator.Control.ListCallsAsync(null, "oauth/access_token", Cancellation))
            .Select(call => call.Shop).Distinct().Count() == Shops,
        Deadline, Cancellation);

    private static Task<(int Unattested, int Current)> CountAsync(ShopkeeperCluster cluster) =>
        cluster.Get<IInstallationStore>().CountEndsAsync(DateTimeOffset.UnixEpoch, Cancellation);

    private static async Task<IReadOnlyList<TeardownRecord>> TeardownsAsync(ShopkeeperCluster cluster) =>
        (await cluster.Get<ITeardownStore>().ListAsync(null, null, new PageRequest(null, 250), Cancellation)).Items;
}
