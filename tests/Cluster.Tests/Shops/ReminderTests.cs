using Shopkeeper.Cluster.Tests.Clusters;
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
}
