using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Teardown;

/// <summary>Whole teardowns on real storage against a simulated Shopify.</summary>
public sealed class UninstallTests
{
    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_by_an_operator_erases_everything_and_ends_access_and_leaves_the_neighbour(
        ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database, Life.Add);
        var neighbour = await cluster.LiveAsync("red-widgets");
        var installation = await cluster.LiveAsync("blue-widgets");
        var neighbourHeld = await cluster.HeldAsync(neighbour);

        var reply = await cluster.EndByOperatorAsync(installation.Shop);
        var certificate = await cluster.CertifiedAsync(installation);

        Assert.Equal(reply.TeardownId, certificate.TeardownId);
        var verdict = CertificateVerifier.Verify(certificate.Jws, Jwks.WriteText(cluster.Get<ICertificateKeys>()));
        var claims = Assert.IsType<CertificateVerdict.Complete>(verdict).Claims;
        Assert.Equal([.. TeardownPlan.Order], claims.Steps.Select(step => step.Name));
        Assert.Equal("operator", claims.Cause);
        AssertCounted(claims);
        Assert.Empty(await cluster.ResidueAsync(installation));
        Assert.Empty(cluster.Get<IInstallationFiles>().List(installation.Id));
        var shop = await cluster.Simulator.Control.GetShopAsync(installation.Shop.Value, Cancellation);
        Assert.Null(shop.InstallationId);
        Assert.Empty(shop.Subscriptions);

        Assert.Equal(neighbourHeld, await cluster.HeldAsync(neighbour));
        await AssertLivesAsync(cluster, neighbour);
        await AssertNoReminderAsync(cluster, installation);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_by_the_merchant_is_confirmed_and_leaves_nothing(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database, Life.Add);
        var installation = await cluster.LiveAsync("blue-widgets");
        await cluster.UninstallAtShopifyAsync(installation.Shop);

        await cluster.RecordAsync(
            installation.Shop, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(installation), "goodbye");
        var certificate = await cluster.CertifiedAsync(installation);

        var verdict = CertificateVerifier.Verify(certificate.Jws, Jwks.WriteText(cluster.Get<ICertificateKeys>()));
        var claims = Assert.IsType<CertificateVerdict.Complete>(verdict).Claims;
        Assert.Equal("uninstalled-by-merchant", claims.Cause);
        Assert.Contains("probe:401", claims.Evidence);
        AssertCounted(claims);
        Assert.Empty(await cluster.ResidueAsync(installation));
        await AssertNoReminderAsync(cluster, installation);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Job_that_ignores_its_cancellation_is_abandoned_and_writes_nothing_after_the_fence(
        ClusterDatabase database)
    {
        var zombie = new ZombieJob();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            Life.Add(setup);
            setup.Settings["Teardown:JobGrace"] = "00:00:00.300";
            setup.Settings["Jobs:StopGrace"] = "00:00:05";
            var before = setup.Services;
            setup.Services = services =>
            {
                before(services);
                services.AddSingleton<IJobHandler>(zombie);
            };
        });
        var installation = await cluster.LiveAsync("blue-widgets");
        zombie.Logs = cluster.Get<IApiLogStore>();
        await cluster.Grains.GetGrain<IJobQueue>(installation.Id.Value)
            .EnqueueAsync(new EnqueueJob { Kind = zombie.Kind, Arguments = "{}" }, Cancellation);
        await zombie.Began.Task.WaitAsync(Cancellation);

        await cluster.EndByOperatorAsync(installation.Shop);
        zombie.MayWrite.SetResult();
        var certificate = await cluster.CertifiedAsync(installation);

        Assert.IsType<InstallationEndedException>(await zombie.Refusal.Task.WaitAsync(Cancellation));
        zombie.MayEnd.SetResult();
        var verdict = CertificateVerifier.Verify(certificate.Jws, Jwks.WriteText(cluster.Get<ICertificateKeys>()));
        var claims = Assert.IsType<CertificateVerdict.Complete>(verdict).Claims;
        Assert.Equal("abandoned", claims.Steps.Single(step => step.Name == StepNames.StopJobs).Outcome);
        Assert.Empty(await cluster.ResidueAsync(installation));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Preview_names_what_is_then_erased_and_changes_nothing(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database, Life.Add);
        var installation = await cluster.LiveAsync("blue-widgets");

        var preview = await cluster.Get<ITeardownPlanner>().PreviewAsync(
            installation, TeardownKind.Uninstall, Cancellation);

        Assert.Equal([.. TeardownPlan.Order], preview.Steps);
        Assert.All(
            Life.Stores, store => Assert.True(preview.Stores.Single(count => count.Store == store).Count > 0, store));
        Assert.Equal(
            ("files", 1), (preview.Participants.Single().Name, preview.Participants.Single().Erased.Single().Count));
        Assert.NotNull(await cluster.CurrentAsync(installation.Shop));
        await AssertLivesAsync(cluster, installation);
    }

    internal static async Task AssertLivesAsync(ShopkeeperCluster cluster, Installation installation)
    {
        Assert.Equal(installation.Id, (await cluster.CurrentAsync(installation.Shop))?.Id);
        Assert.Equal(
            """{"theme":"dark"}""",
            await cluster.Get<IPreferenceStore>().FindAsync(installation.Id, Life.User, Cancellation));
        var configuration = await cluster.Grains.GetGrain<IShopConfiguration>(installation.Shop.Value)
            .GetAsync(Cancellation);
        Assert.Contains("blue", configuration!.Json, StringComparison.Ordinal);
        Assert.Equal(["export.csv"], cluster.Get<IInstallationFiles>().List(installation.Id));
        Assert.True(await cluster.IsSubscribedAsync(installation), "the subscriptions stand");
    }

    private static void AssertCounted(CertificateClaims claims)
    {
        var erased = claims.Steps.Where(step => step.Name != StepNames.VerifyResidue)
            .SelectMany(step => step.Counts)
            .GroupBy(count => count.Store)
            .ToDictionary(group => group.Key, group => group.Sum(count => count.Count));
        foreach (var store in Life.Stores.Except(["grain_state", "reminders", "subscription_records"]))
            Assert.True(erased.GetValueOrDefault(store) > 0, $"{store} was counted");
        Assert.Equal(
            ("files", "verified"), (claims.Participants.Single().Name, claims.Participants.Single().Assurance));
        Assert.Equal(1, claims.Participants.Single().Erased.Single().Count);
    }

    private static Task<ReminderTableData> AssertNoReminderAsync(
        ShopkeeperCluster cluster, Installation installation) =>
        Eventually.PollAsync(
            "the teardown's reminder is gone",
            () => cluster.Get<IReminderTable>()
                .ReadRows(GrainId.Create("teardown", installation.Id.Value.ToString("N"))),
            rows => rows.Reminders.Count == 0,
            cancellationToken: Cancellation);

    private sealed class ZombieJob : IJobHandler
    {
        public string Kind => "zombie";

        public IApiLogStore? Logs { get; set; }

        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource MayWrite { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource MayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<Exception?> Refusal { get; } = new(
            TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task RunAsync(JobContext context, CancellationToken cancellationToken)
        {
            Began.TrySetResult();
            await MayWrite.Task;
            var entry = new ApiLogEntry
            {
                Id = Guid.CreateVersion7(context.Installation.StartedAt),
                At = context.Installation.StartedAt,
                Operation = "zombie",
                Outcome = "ok",
                Duration = TimeSpan.Zero,
            };
            Refusal.TrySetResult(await Record.ExceptionAsync(
                () => Logs!.AppendAsync(context.Installation.Id, entry, CancellationToken.None)));
            await MayEnd.Task;
        }
    }
}
