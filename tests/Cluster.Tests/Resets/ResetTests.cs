using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Cluster.Tests.Teardown;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Cluster.Tests.Resets;

/// <summary>Whole resets on real storage against a simulated Shopify.</summary>
public sealed class ResetTests
{
    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reset_erases_the_stay_that_ended_and_the_next_one_works_and_the_neighbour_keeps_all(
        ClusterDatabase database)
    {
        var inside = new InsideParticipant();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup => Add(setup, inside));
        var neighbour = await cluster.LiveAsync("red-widgets");
        var held = await cluster.HeldAsync(neighbour);
        var old = await cluster.LiveAsync("blue-widgets");

        var stay = await cluster.ResetToNewStayAsync(old.Shop);

        await AssertKnowsNothingAsync(cluster, stay);
        await AssertGrantMovedAsync(cluster, old, stay);
        var claims = await CompleteAsync(cluster, old);
        Assert.Equal(("reset", "reset"), (claims.Kind, claims.Cause));
        Assert.Equal([.. TeardownPlan.Order], claims.Steps.Select(step => step.Name));
        Assert.All(
            (string[])[StepNames.CloseWebhooks, StepNames.RevokeAccess],
            name => Assert.Equal("moved", claims.Steps.Single(step => step.Name == name).Outcome));
        var stopped = claims.Steps.Single(step => step.Name == StepNames.StopJobs);
        Assert.Equal(1, stopped.Counts.Single(count => count.Store == "webhook_inbox").Count);
        Assert.Empty(await cluster.ResidueAsync(old));
        Assert.Empty(cluster.Get<IInstallationFiles>().List(old.Id));

        // What is inside the shop was erased with the access that moved.
        var grant = await cluster.Get<IInstallationStore>().ReadGrantAsync(stay.Id, Cancellation);
        Assert.Equal([grant!.AccessToken], inside.Tokens.Distinct());
        Assert.Equal("verified", claims.Participants.Single(one => one.Name == inside.Name).Assurance);

        Assert.Equal(held, await cluster.HeldAsync(neighbour));
        await UninstallTests.AssertLivesAsync(cluster, neighbour);
        await cluster.PlantAsync(stay);
        await UninstallTests.AssertLivesAsync(cluster, stay);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Uninstall_by_the_merchant_while_a_reset_is_carried_out_ends_the_stay_that_took_over(
        ClusterDatabase database)
    {
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            Life.Add(setup);
            setup.AroundSteps(async (step, context, run) =>
            {
                if (step.Name == StepNames.StopJobs && context.Record.Kind == TeardownKind.Reset) await hold.Task;
                return await run();
            });
        });
        var old = await cluster.LiveAsync("blue-widgets");
        var stay = await cluster.ResetToNewStayAsync(old.Shop);
        await cluster.UninstallAtShopifyAsync(old.Shop);

        await cluster.RecordAsync(old.Shop, WebhookTopics.AppUninstalled, ClusterActs.UninstallBody(stay), "goodbye");
        var uninstalled = await CompleteAsync(cluster, stay);
        hold.SetResult();
        var reset = await CompleteAsync(cluster, old);

        Assert.Equal(("uninstall", "uninstalled-by-merchant"), (uninstalled.Kind, uninstalled.Cause));
        Assert.Equal(("reset", "reset"), (reset.Kind, reset.Cause));
        Assert.Empty(await cluster.ResidueAsync(old));
        Assert.Empty(await cluster.ResidueAsync(stay));
        Assert.Null(await cluster.CurrentAsync(old.Shop));

        // Shopify asks once for the shop's data: that is about the stay that the merchant ended.
        Assert.True(await cluster.Get<ITeardownStore>().AwaitsRedactAsync(old.Shop, Cancellation));
        await cluster.RecordAsync(old.Shop, WebhookTopics.ShopRedact, ClusterActs.RedactBody(stay), "redact");
        await cluster.VerdictIsAsync("redact", Verdict.Accepted);
        Assert.False(await cluster.Get<ITeardownStore>().AwaitsRedactAsync(old.Shop, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reset_while_the_teardown_of_an_earlier_stay_runs_disturbs_neither(ClusterDatabase database)
    {
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            Life.Add(setup);
            setup.AroundSteps(async (step, context, run) =>
            {
                if (step.Name == StepNames.StopJobs && context.Record.Generation == 1) await hold.Task;
                return await run();
            });
        });
        var first = await cluster.LiveAsync("blue-widgets");
        await cluster.EndByOperatorAsync(first.Shop);
        var second = await cluster.InstalledAsync(first.Shop);
        await cluster.PlantAsync(second);

        var third = await cluster.ResetToNewStayAsync(first.Shop);
        await CompleteAsync(cluster, second);
        await cluster.PlantAsync(third);
        hold.SetResult();
        await cluster.CertifiedAsync(first);

        Assert.Empty(await cluster.ResidueAsync(first));
        Assert.Empty(await cluster.ResidueAsync(second));
        Assert.Equal(3, third.Generation);
        await UninstallTests.AssertLivesAsync(cluster, third);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reset_when_cut_off_around_any_step_is_certified_by_another_activation(ClusterDatabase database)
    {
        var cuts = new CutOffs();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            Life.Add(setup);
            cuts.Add(setup);
        });

        await Task.WhenAll(
            from step in (string[])[StepNames.StopJobs, StepNames.CloseWebhooks, StepNames.PurgeData, StepNames.Certify]
            from after in (bool[])[false, true]
            select CutOffAsync(cluster, cuts, step, after));
    }

    private static async Task CutOffAsync(ShopkeeperCluster cluster, CutOffs cuts, string step, bool after)
    {
        var old = await cluster.LiveAsync($"{(after ? "after" : "before")}-{step}");
        var cut = cuts.Arm(old.Id, step, after);
        var stay = await cluster.ResetToNewStayAsync(old.Shop);
        await cut.WaitAsync(Cancellation);

        // Until it is certified, the order is still the same one.
        var isCertified = after && step == StepNames.Certify;
        if (!isCertified) Assert.Equal(FenceOutcome.AlreadyEnded, (await cluster.ResetAsync(old.Shop)).Outcome);
        await cluster.Grains.GetGrain<ITeardown>(old.Id.Value).Cast<IGrainManagementExtension>().DeactivateOnIdle();
        cuts.Revive(old.Id);

        var claims = await CompleteAsync(cluster, old);
        Assert.Equal([.. TeardownPlan.Order], claims.Steps.Select(claim => claim.Name));
        Assert.Empty(await cluster.ResidueAsync(old));
        await AssertGrantMovedAsync(cluster, old, stay);
        await cluster.PlantAsync(stay);
        await UninstallTests.AssertLivesAsync(cluster, stay);
    }

    private static void Add(ClusterSetup setup, InsideParticipant participant)
    {
        Life.Add(setup);
        var before = setup.Services;
        setup.Services = services =>
        {
            before(services);
            services.AddSingleton<IErasureParticipant>(participant);
        };
    }

    private static async Task<CertificateClaims> CompleteAsync(ShopkeeperCluster cluster, Installation ended)
    {
        var certificate = await cluster.CertifiedAsync(ended);
        var verdict = CertificateVerifier.Verify(certificate.Jws, Jwks.WriteText(cluster.Get<ICertificateKeys>()));
        return Assert.IsType<CertificateVerdict.Complete>(verdict).Claims;
    }

    private static async Task AssertKnowsNothingAsync(ShopkeeperCluster cluster, Installation stay)
    {
        var shop = stay.Shop.Value;
        var session = await cluster.Grains.GetGrain<IShopSessions>(shop)
            .CheckAsync(new SessionClaim { UserId = Life.User, SessionId = "session" }, Cancellation);
        Assert.Equal((stay.Id, stay.Generation), (session!.InstallationId, session.Generation));
        var configuration = await cluster.Grains.GetGrain<IShopConfiguration>(shop).GetAsync(Cancellation);
        Assert.Equal(("{}", 0), (configuration!.Json, configuration.Version));
        Assert.Equal("{}", await cluster.Grains.GetGrain<IShopPreferences>(shop).GetAsync(Life.User, Cancellation));
    }

    private static async Task AssertGrantMovedAsync(ShopkeeperCluster cluster, Installation old, Installation stay)
    {
        var before = cluster.Grains.GetGrain<IGrantKeeper>(old.Id.Value);
        foreach (var use in (GrantUse[])[GrantUse.App, GrantUse.Teardown])
            Assert.Null((await before.GetTokenAsync(use, Cancellation)).Token);
        var now = await cluster.Grains.GetGrain<IGrantKeeper>(stay.Id.Value).GetTokenAsync(GrantUse.App, Cancellation);
        var probe = await cluster.Get<IAdminClient>()
            .ProbeAsync(new AdminAccess(stay.Shop, now.Token!), Cancellation);
        Assert.Equal("ok", probe.Code);
    }

    /// <summary>Owns things inside shops, and notes the tokens that it is given.</summary>
    private sealed class InsideParticipant : IErasureParticipant
    {
        private readonly HashSet<InstallationId> _erased = [];
        private readonly Lock _gate = new();

        public string Name => "metafields";

        public bool InsideShop => true;

        public List<AccessToken> Tokens { get; } = [];

        public Task<IReadOnlyList<StoreCount>> PlanAsync(
            ParticipantContext context, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<StoreCount>>(
                [new StoreCount { Store = "metafields", Count = Count(context.Installation) }]);

        public Task<IReadOnlyList<StoreCount>> EraseAsync(
            ParticipantContext context, CancellationToken cancellationToken)
        {
            var count = Count(context.Installation);
            lock (_gate)
            {
                Tokens.Add(context.Token!);
                _erased.Add(context.Installation);
            }

            return Task.FromResult<IReadOnlyList<StoreCount>>(
                [new StoreCount { Store = "metafields", Count = count }]);
        }

        public Task<long> CountRemainingAsync(ParticipantContext context, CancellationToken cancellationToken) =>
            Task.FromResult(Count(context.Installation));

        private long Count(InstallationId installation)
        {
            lock (_gate) return _erased.Contains(installation) ? 0 : 2;
        }
    }
}
