using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Teardown;

/// <summary>A teardown that stands still until an operator repeats the order.</summary>
public sealed class StalledTests
{
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Stalled_teardown_when_the_operator_repeats_the_order_is_tried_again_and_ends_certified(
        ClusterDatabase database)
    {
        var archive = new Archive { IsBroken = true };
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Teardown:ParticipantAttempts"] = "2";
            var before = setup.Services;
            setup.Services = services =>
            {
                before(services);
                services.AddSingleton<IErasureParticipant>(archive);
            };
        });
        var installation = await cluster.InstalledAsync(Shop);
        var first = await cluster.EndByOperatorAsync(Shop);
        await StalledAsync(cluster, installation);

        // The cause is still there: it stands still again, and is seen to.
        var calls = archive.Calls;
        await cluster.EndByOperatorAsync(Shop);
        await Eventually.UntilAsync(
            "it was tried again", () => Task.FromResult(archive.Calls > calls), cancellationToken: Cancellation);
        await StalledAsync(cluster, installation);

        archive.IsBroken = false;
        var again = await cluster.EndByOperatorAsync(Shop);

        Assert.Equal((FenceOutcome.AlreadyEnded, first.TeardownId), (again.Outcome, again.TeardownId));
        Assert.Equal(first.TeardownId, (await cluster.CertifiedAsync(installation)).TeardownId);
    }

    private static Task StalledAsync(ShopkeeperCluster cluster, Installation installation) => Eventually.UntilAsync(
        "the teardown stands still",
        async () => await cluster.Get<ITeardownStore>().FindByInstallationAsync(installation.Id, Cancellation)
            is { Status: TeardownStatus.Stalled, StalledBecause: "participant-failed:archive" },
        cancellationToken: Cancellation);

    private sealed class Archive : IErasureParticipant
    {
        private volatile bool _isBroken;
        private int _calls;

        public string Name => "archive";

        public bool IsBroken
        {
            get => _isBroken;
            set => _isBroken = value;
        }

        public int Calls => Volatile.Read(ref _calls);

        public Task<IReadOnlyList<StoreCount>> PlanAsync(
            ParticipantContext context, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return IsBroken
                ? Task.FromException<IReadOnlyList<StoreCount>>(new InvalidOperationException("It is broken."))
                : Task.FromResult<IReadOnlyList<StoreCount>>([]);
        }

        public Task<IReadOnlyList<StoreCount>> EraseAsync(
            ParticipantContext context, CancellationToken cancellationToken) => PlanAsync(context, cancellationToken);

        public Task<long> CountRemainingAsync(ParticipantContext context, CancellationToken cancellationToken) =>
            Task.FromResult(0L);
    }
}
