using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Caching;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Testing;
using Shopkeeper.Testing.Redis;

namespace Shopkeeper.Cluster.Tests.Caching;

/// <summary>What two silos hold in memory goes with an installation's end, and each of them says so.</summary>
public sealed class ClusterCachesTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");
    private static readonly ShopDomain Neighbour = ShopDomain.Parse("red-widgets.myshopify.com");
    private readonly GatedCache.Gate _gate = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Entries_in_the_memory_of_two_silos_and_in_what_they_share_go_and_the_neighbours_stay(bool onRedis)
    {
        await using var redis = onRedis ? await RedisServer.StartAsync() : null;
        await using var cluster = await StartAsync(setup =>
            setup.Settings["Cache:Redis"] = redis?.ConnectionString);
        var (gone, stays) = (await cluster.InstalledAsync(Shop), await cluster.InstalledAsync(Neighbour));
        await FillAsync(cluster, gone);
        await FillAsync(cluster, stays);

        await cluster.EndByOperatorAsync(Shop);
        var claims = ClaimsOf(cluster, await cluster.CertifiedAsync(gone));

        var shared = cluster.Get<ISharedCache>();
        Assert.All(ServicesOf(cluster), services => Assert.Equal(0, Held(services, gone)));
        Assert.All(ServicesOf(cluster), services => Assert.Equal(4, Held(services, stays)));
        Assert.Equal(0, await shared.CountAsync(gone.Id, Cancellation));
        Assert.Equal(4, await shared.CountAsync(stays.Id, Cancellation));
        var cleared = claims.Steps.Single(step => step.Name == StepNames.ClearCaches).Counts;
        Assert.Equal(8, cleared.Single(count => count.Store == "cache:memory").Count);
        Assert.Equal(4, cleared.Single(count => count.Store == (onRedis ? "cache:redis" : "cache_entries")).Count);
        Assert.Contains("all-silos-caches", claims.Boundary.Covers);
        Assert.Equal(onRedis, claims.Boundary.Covers.Contains("shared-cache:redis"));
        foreach (var services in ServicesOf(cluster))
        {
            await Assert.ThrowsAsync<InstallationEndedException>(
                async () => await Cache(services).SetAsync(gone.Id, "late", new byte[1], Hour, Cancellation));
        }
    }

    [Fact]
    public async Task Fill_whose_factory_outlasts_the_teardown_leaves_nothing_on_any_silo()
    {
        await using var cluster = await StartAsync();
        var installation = await cluster.InstalledAsync(Shop);
        var release = new TaskCompletionSource<ReadOnlyMemory<byte>>();
        var fills = ServicesOf(cluster)
            .Select(services => Cache(services)
                .GetOrCreateAsync(installation.Id, "slow", _ => release.Task, Hour, Cancellation).AsTask())
            .ToArray();

        await cluster.EndByOperatorAsync(Shop);
        await cluster.CertifiedAsync(installation);
        release.SetResult(new byte[1]);

        foreach (var fill in fills) await Assert.ThrowsAsync<InstallationEndedException>(() => fill);
        Assert.All(ServicesOf(cluster), services => Assert.Equal(0, Held(services, installation)));
    }

    [Fact]
    public async Task Silo_that_hangs_is_waited_for_and_the_teardown_goes_on_once_it_answers()
    {
        await using var cluster = await StartAsync();
        var installation = await cluster.InstalledAsync(Shop);
        _gate.Close();

        await cluster.EndByOperatorAsync(Shop);
        var progress = await WaitsForSiloAsync(cluster, installation);
        Assert.Equal(0, progress.Attempts);
        Assert.Empty((await cluster.Get<ICertificateStore>().ListAsync(Shop, new(null, 1), Cancellation)).Items);
        _gate.Open();

        await cluster.CertifiedAsync(installation);
    }

    [Fact]
    public async Task Silo_that_dies_while_its_caches_are_waited_for_is_waited_for_no_longer()
    {
        await using var cluster = await StartAsync();
        var installation = await cluster.InstalledAsync(Shop);
        await FillAsync(cluster, installation);
        _gate.Close();
        await cluster.EndByOperatorAsync(Shop);
        await WaitsForSiloAsync(cluster, installation);

        var hung = await Eventually.GetAsync(
            "a silo is asked",
            () => Task.FromResult(cluster.Silos.Silos.FirstOrDefault(
                silo => silo.ServiceProvider.GetRequiredService<GatedCache>().Hangs)),
            cancellationToken: Cancellation);
        await cluster.Silos.KillSiloAsync(hung, Cancellation);

        await cluster.CertifiedAsync(installation);
        Assert.Equal(0, Held(Assert.Single(ServicesOf(cluster)), installation));
    }

    [Fact]
    public async Task Stale_activation_on_another_silo_is_gone_before_the_step_is_done()
    {
        await using var cluster = await StartAsync(setup =>
        {
            var before = setup.Services;
            setup.Services = services =>
            {
                before(services);
                services.AddSingleton<ITeardownActors>(provider => new DeafActors(
                    ActivatorUtilities.CreateInstance<TeardownActors>(provider)));
            };
        });

        // Until each silo has one, wherever the teardown of its shop will run.
        var installed = new List<Installation>();
        while (ServicesOf(cluster).Any(services => !installed.Any(one => Activations(services, one) > 0)))
            installed.Add(await cluster.InstalledAsync(ShopDomain.Parse($"shop-{installed.Count}.myshopify.com")));

        foreach (var installation in installed) await cluster.EndUnseenAsync(installation);
        foreach (var installation in installed)
        {
            await cluster.CertifiedAsync(installation);
            Assert.All(ServicesOf(cluster), services => Assert.Equal(0, Activations(services, installation)));
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<ShopkeeperCluster> StartAsync(Action<ClusterSetup>? configure = null)
    {
        var cluster = await ShopkeeperCluster.StartAsync(ClusterDatabase.Postgres, setup =>
        {
            setup.Silos = 2;
            setup.Settings["Cache:MemoryLifetime"] = "00:05:00";
            setup.Services = services =>
            {
                services.AddSingleton(new GatedCache(_gate));
                services.AddSingleton<IInstallationCache>(provider => provider.GetRequiredService<GatedCache>());
                services.Configure<ClusterMembershipOptions>(options =>
                {
                    options.ProbeTimeout = TimeSpan.FromSeconds(1);
                    options.NumMissedProbesLimit = 2;
                    options.NumVotesForDeathDeclaration = 1;
                });
            };
            configure?.Invoke(setup);
        });
        Assert.Equal(2, cluster.Silos.Silos.Count);
        return cluster;
    }

    // Two entries by each silo; then each also reads what the other wrote.
    private static async Task FillAsync(ShopkeeperCluster cluster, Installation installation)
    {
        var silos = ServicesOf(cluster).ToArray();
        string[] keys = [.. silos.SelectMany((_, silo) => (string[])[$"{silo}-a", $"{silo}-b"])];
        foreach (var (silo, services) in silos.Index())
        {
            foreach (var key in keys.Where(key => key[0] == $"{silo}"[0]))
                Assert.True(await Cache(services).SetAsync(installation.Id, key, new byte[9], Hour, Cancellation));
        }

        foreach (var services in silos)
        {
            foreach (var key in keys)
                Assert.NotNull(await Cache(services).GetAsync(installation.Id, key, Cancellation));
            Assert.Equal(keys.Length, Held(services, installation));
        }
    }

    private static Task<StepProgress> WaitsForSiloAsync(ShopkeeperCluster cluster, Installation installation) =>
        Eventually.GetAsync(
            "the teardown waits for a silo",
            async () => (await cluster.Get<ITeardownStore>().FindByInstallationAsync(installation.Id, Cancellation))
                ?.Steps.FirstOrDefault(step => step is { LastCode: OutcomeCodes.SiloUnreachable, Attempts: 0 }),
            cancellationToken: Cancellation);

    private static CertificateClaims ClaimsOf(ShopkeeperCluster cluster, CertificateRecord certificate) =>
        Assert.IsType<CertificateVerdict.Complete>(CertificateVerifier.Verify(
            certificate.Jws, Jwks.WriteText(cluster.Get<ICertificateKeys>()))).Claims;

    private static IEnumerable<IServiceProvider> ServicesOf(ShopkeeperCluster cluster) =>
        cluster.Silos.Silos.Select(silo => silo.ServiceProvider);

    private static INamespacedCache Cache(IServiceProvider services) =>
        services.GetRequiredService<INamespacedCache>();

    private static int Held(IServiceProvider services, Installation installation) =>
        services.GetRequiredService<MemoryLevel>().Count(installation.Id);

    private static int Activations(IServiceProvider services, Installation installation) =>
        services.GetRequiredService<ShopActivations>().Count(installation.Id);
}
