using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Shops;

[Collection(nameof(SharedClusters))]
public sealed class ReminderTests(SharedClusters clusters)
{
    private ShopDomain Shop { get; } = SharedClusters.NewShop();

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task Reminder_when_the_purge_of_an_earlier_stay_took_it_is_armed_again(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        await cluster.InstalledAsync(Shop);
        var table = cluster.Get<IReminderTable>();
        var grain = cluster.Lifecycle(Shop).GetGrainId();
        var armed = Assert.Single((await table.ReadRows(grain, Cancellation)).Reminders);
        Assert.True(await table.RemoveRow(grain, armed.ReminderName, armed.ETag!, Cancellation));

        await cluster.RecordAsync(Shop, "orders/create", """{"id":1}""", "delivery");

        await cluster.VerdictIsAsync("delivery", Verdict.Accepted);
        await Eventually.UntilAsync(
            "the reminder is there again",
            async () => (await table.ReadRows(grain, Cancellation)).Reminders.Count == 1,
            null,
            Cancellation);
    }

    [Fact]
    public async Task Reminder_when_the_purge_of_an_earlier_stay_takes_it_while_the_next_begins_is_there_all_the_same()
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            ClusterDatabase.Sqlite, setup => setup.Services = services =>
            {
                var store = services.Last(one => one.ServiceType == typeof(IInstallationStore));
                services.AddSingleton(provider => PurgingStore.Around(
                    (IInstallationStore)ActivatorUtilities.CreateInstance(provider, store.ImplementationType!),
                    provider.GetRequiredService<IReminderTable>()));
            });

        await cluster.InstalledAsync(Shop);

        var grain = cluster.Lifecycle(Shop).GetGrainId();
        Assert.Single((await cluster.Get<IReminderTable>().ReadRows(grain, Cancellation)).Reminders);
    }

    // It would name the shop for a day, and stand beside the certificate of a stay before it.
    [Theory, MemberData(nameof(Databases))]
    public async Task Reminder_of_a_stay_that_does_not_begin_is_taken_away_again(ClusterDatabase database)
    {
        var cluster = await clusters.BorrowAsync(database);
        var grant = new NewGrant
        {
            Grant = new Grant { AccessToken = new AccessToken("shpat_late"), Scopes = "read_products" },
            AppInstallationId = "gid://shopify/AppInstallation/1",
            ShopId = 1,
            ShopName = "Late",
            Intent = Guid.CreateVersion7(),
        };

        var reply = await cluster.Lifecycle(Shop).AcceptGrantAsync(grant, Cancellation);

        Assert.Equal((AcceptGrantOutcome.Expired, null), (reply.Outcome, reply.Installation));
        var grain = cluster.Lifecycle(Shop).GetGrainId();
        Assert.Empty((await cluster.Get<IReminderTable>().ReadRows(grain, Cancellation)).Reminders);
    }

    /// <summary>A store whose stays begin right after the last purge of the one before.</summary>
    private class PurgingStore : DispatchProxy
    {
        private IInstallationStore _store = null!;
        private IReminderTable _reminders = null!;

        public static IInstallationStore Around(IInstallationStore store, IReminderTable reminders)
        {
            var proxy = Create<IInstallationStore, PurgingStore>();
            (((PurgingStore)(object)proxy)._store, ((PurgingStore)(object)proxy)._reminders) = (store, reminders);
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            args is [NewInstallation start, CancellationToken cancellationToken]
                ? StartAsync(start, cancellationToken)
                : targetMethod!.Invoke(_store, args);

        private async Task<(bool Started, Installation Installation)> StartAsync(
            NewInstallation start, CancellationToken cancellationToken)
        {
            var all = await _reminders.ReadRows(0, 0, cancellationToken);
            var armed = Assert.Single(all.Reminders, row => row.GrainId.Key.ToString() == start.Shop.Value);
            Assert.True(await _reminders.RemoveRow(
                armed.GrainId, armed.ReminderName, armed.ETag!, cancellationToken));
            return await _store.StartAsync(start, cancellationToken);
        }
    }
}
