using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Cluster.Tests.Jobs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Shopify;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Lifecycle;

/// <summary>Installs that Shopify tells nobody of: session tokens are exchanged for grants.</summary>
public sealed class SessionTokenInstallTests
{
    private const string Work = "welcome";
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Install_when_many_requests_come_on_two_silos_is_one_and_its_work_runs_once_for_each_stay()
    {
        var runs = new ConcurrentQueue<InstallationId>();
        await using var cluster = await ShopkeeperCluster.StartAsync(ClusterDatabase.Postgres, setup =>
        {
            setup.Silos = 2;
            setup.Handle(Work, (context, _) =>
            {
                runs.Enqueue(context.Installation.Id);
                return Task.CompletedTask;
            });
            var before = setup.Services;
            setup.Services = services =>
            {
                before(services);
                services.AddPostInstallJob(Work);
            };
        });
        await InstallAtShopifyAsync(cluster);
        var edges = cluster.Silos.Silos
            .Select(silo => silo.ServiceProvider.GetRequiredService<IGrainFactory>()).ToArray();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            async index => await ExchangeAsync(cluster, await MintAsync(cluster), edges: edges[index % 2])));

        var first = Assert.Single(replies.Select(reply => reply.Installation!.Id).Distinct());
        Assert.Single(await ExchangesAsync(cluster));
        await WorkedAsync(cluster, first);

        // Another grant of the same stay, by a code and by a token: its work is done.
        await cluster.InstallAsync(Shop);
        await RefuseAsync(cluster, first);
        var again = await ExchangeAsync(cluster, await MintAsync(cluster), seen: first);
        Assert.Equal(InstallOutcome.Reauthorized, again.Outcome);
        Assert.Single(await JobsAsync(cluster, first));

        await InstallAtShopifyAsync(cluster, reinstall: true);
        await RefuseAsync(cluster, first);
        var next = await ExchangeAsync(cluster, await MintAsync(cluster), seen: first);
        Assert.Equal((InstallOutcome.Installed, 2), (next.Outcome, next.Installation!.Generation));
        await WorkedAsync(cluster, next.Installation.Id);
        await cluster.CertifiedAsync(next.Installation with { Id = first });
        Assert.Equal([first, next.Installation.Id], runs);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Exchange_when_the_app_is_gone_has_the_end_confirmed_and_certified(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        var stay = await cluster.InstalledAsync(Shop);
        await cluster.UninstallAtShopifyAsync(Shop);
        await RefuseAsync(cluster, stay.Id);
        var token = await MintAsync(cluster);

        var reply = await ExchangeAsync(cluster, token, seen: stay.Id);

        Assert.Equal((InstallOutcome.Refused, InstallCodes.AppNotInstalled), (reply.Outcome, reply.Code));
        var certificate = await cluster.CertifiedAsync(stay);
        Assert.StartsWith("complete", certificate.Result, StringComparison.Ordinal);
        Assert.Null(await cluster.CurrentAsync(Shop));
        Assert.Null(await cluster.Lifecycle(Shop).GetCurrentAsync(Cancellation));
        var (unattested, _) = await cluster.Get<IInstallationStore>()
            .CountEndsAsync(stay.StartedAt.AddHours(-1), Cancellation);
        Assert.Equal(1, unattested);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Exchange_when_too_many_ends_were_claimed_so_lately_keeps_the_stay(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Teardown:EndLimit:Minimum"] = "0";
            setup.Settings["Teardown:EndLimit:Share"] = "0";
        });
        var stay = await cluster.InstalledAsync(Shop);
        await cluster.UninstallAtShopifyAsync(Shop);
        await RefuseAsync(cluster, stay.Id);

        await ExchangeAsync(cluster, await MintAsync(cluster), seen: stay.Id);

        var held = await Eventually.GetAsync(
            "the end is held back",
            async () => await cluster.Get<ITeardownStore>().FindByInstallationAsync(stay.Id, Cancellation)
                is { Probes.Count: > 0 } claimed ? claimed : null,
            cancellationToken: Cancellation);
        Assert.Equal((EndCause.AppNotInstalled, null), (held.Cause, held.EndedAt));
        Assert.Equal(stay.Id, (await cluster.CurrentAsync(Shop))!.Id);

        // The merchant comes back: whatever was claimed is void.
        await InstallAtShopifyAsync(cluster);
        await Eventually.UntilAsync(
            "a new grant is taken",
            async () =>
                (await ExchangeAsync(cluster, await MintAsync(cluster), seen: stay.Id)).Installation is not null,
            cancellationToken: Cancellation);
        Assert.Null(await cluster.Get<ITeardownStore>().FindByInstallationAsync(stay.Id, Cancellation));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Refusal_is_remembered_for_its_token_and_not_for_another(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        await InstallAtShopifyAsync(cluster);
        await cluster.UninstallAtShopifyAsync(Shop);
        var token = await MintAsync(cluster);
        for (var time = 0; time < 3; time++)
            Assert.Equal(InstallCodes.AppNotInstalled, (await ExchangeAsync(cluster, token)).Code);
        Assert.Single(await ExchangesAsync(cluster));

        await InstallAtShopifyAsync(cluster);
        var reply = await ExchangeAsync(cluster, await MintAsync(cluster));

        Assert.Equal(InstallOutcome.Installed, reply.Outcome);
        Assert.Equal(2, (await ExchangesAsync(cluster)).Count);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Requests_that_wait_for_a_token_that_shopify_refuses_try_their_own(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database);
        await InstallAtShopifyAsync(cluster);
        var late = await MintAsync(cluster, TimeSpan.FromSeconds(-30));
        var fresh = await MintAsync(cluster);

        var replies = await Task.WhenAll(
            ExchangeAsync(cluster, late), ExchangeAsync(cluster, fresh), ExchangeAsync(cluster, late));

        Assert.Contains(replies, reply => reply.Outcome == InstallOutcome.Installed);
        Assert.NotNull(replies[1].Installation);
        Assert.NotNull(await cluster.CurrentAsync(Shop));
    }

    private static Task<InstallResult> InstallAtShopifyAsync(ShopkeeperCluster cluster, bool reinstall = false) =>
        cluster.Simulator.Control.InstallAsync(
            Shop.Value, new InstallRequest { Kind = InstallKind.Managed, Reinstall = reinstall }, Cancellation);

    private static async Task<AccessToken> MintAsync(ShopkeeperCluster cluster, TimeSpan? lifetime = null)
    {
        var minted = await cluster.Simulator.Control.MintSessionTokenAsync(
            Shop.Value, new SessionTokenRequest { Lifetime = lifetime ?? TimeSpan.FromMinutes(1) }, Cancellation);
        return new AccessToken(minted.Token);
    }

    private static Task<InstallReply> ExchangeAsync(
        ShopkeeperCluster cluster, AccessToken token, InstallationId? seen = null, IGrainFactory? edges = null) =>
        (edges ?? cluster.Grains).GetGrain<IInstaller>(Shop.Value).InstallWithSessionTokenAsync(
            new InstallWithSessionToken { SessionToken = token, Seen = seen }, Cancellation);

    private static Task RefuseAsync(ShopkeeperCluster cluster, InstallationId stay) =>
        cluster.Get<IInstallationStore>().SetAccessAsync(
            stay, AccessState.Refused, cluster.Get<TimeProvider>().GetUtcNow(), Cancellation);

    private static Task<IReadOnlyList<SimulatedCall>> ExchangesAsync(ShopkeeperCluster cluster) =>
        cluster.Simulator.Control.ListCallsAsync(Shop.Value, "oauth/access_token", Cancellation);

    private static async Task<JobView[]> JobsAsync(ShopkeeperCluster cluster, InstallationId stay)
    {
        var jobs = await cluster.Get<IJobStore>().ListAsync(stay, new PageRequest(null, 50), Cancellation);
        return [.. jobs.Items.Where(job => job.Kind == Work)];
    }

    private static Task WorkedAsync(ShopkeeperCluster cluster, InstallationId stay) => Eventually.UntilAsync(
        "the work after the install is done",
        async () => await JobsAsync(cluster, stay) is [{ Status: JobStatus.Completed }],
        cancellationToken: Cancellation);
}
