using System.Text;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Catalogue;
using Shopkeeper.Shopify;

namespace Shopkeeper.Cluster.Tests.Catalogue;

/// <summary>The catalogue follows deliveries about products, whatever order they come in.</summary>
public sealed class CatalogueUpdatesTests
{
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Product_is_what_was_told_last_by_the_times_of_the_events_and_a_deleted_one_stays_away(
        ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Services = services => services.AddCatalogueUpdates());
        var stay = await cluster.InstalledAsync(Shop);
        var catalogue = cluster.Get<ICatalogueStore>();
        var now = TimeProvider.System.GetUtcNow();

        // Told a day late, and it is the first that is heard of it.
        await DeliverAsync(cluster, "products/update", 7, now.AddDays(-1), "yesterday");
        Assert.Equal(1, await catalogue.CountAsync(stay.Id, Cancellation));
        await DeliverAsync(cluster, "products/update", 7, now.AddMinutes(-10), "newer");

        // Later by the unsigned header alone: what is signed in the body counts.
        await DeliverAsync(cluster, "products/update", 7, now.AddHours(-2), "replayed", triggeredAt: now);
        await DeliverAsync(cluster, "products/delete", 7, now.AddMinutes(-5), "gone");
        Assert.Equal(0, await catalogue.CountAsync(stay.Id, Cancellation));
        await DeliverAsync(cluster, "products/update", 7, now.AddMinutes(-6), "late");
        await DeliverAsync(cluster, "products/create", 7, now.AddDays(-2), "later still");
        Assert.Equal(0, await catalogue.CountAsync(stay.Id, Cancellation));

        // Another product, and a deletion from before it was made anew under the same id.
        await DeliverAsync(cluster, "products/create", 8, now.AddMinutes(-1), "made");
        await DeliverAsync(cluster, "products/delete", 8, now.AddMinutes(-3), "old deletion");
        Assert.Equal(1, await catalogue.CountAsync(stay.Id, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Update_under_the_header_of_a_deletion_deletes_nothing_and_is_a_dead_letter(
        ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Services = services => services.AddCatalogueUpdates());
        var stay = await cluster.InstalledAsync(Shop);
        var now = TimeProvider.System.GetUtcNow();
        await DeliverAsync(cluster, "products/update", 7, now.AddMinutes(-2), "there");

        await cluster.RecordAsync(Shop, "products/delete", Body("products/update", 7, now, "there"), "forged", now);

        await cluster.VerdictIsAsync("forged", Verdict.DeadLetter);
        Assert.Equal(1, await cluster.Get<ICatalogueStore>().CountAsync(stay.Id, Cancellation));
        var letter = Assert.Single((await cluster.Get<IDeadLetters>().ListAsync(
            Shop, null, new(null, 50), Cancellation)).Items);
        Assert.Equal(("not-a-deletion", 1, stay.Id), (letter.Code, letter.Attempts, letter.Installation!.Value));
    }

    private static async Task DeliverAsync(
        ShopkeeperCluster cluster, string topic, long id, DateTimeOffset at, string mark,
        DateTimeOffset? triggeredAt = null)
    {
        await cluster.Get<IWebhookInbox>().RecordAsync(
            new IncomingDelivery
            {
                Shop = Shop,
                Topic = topic,
                WebhookId = mark,
                TriggeredAt = triggeredAt ?? at.AddMilliseconds(300),
                Body = Encoding.UTF8.GetBytes(Body(topic, id, at, mark)),
            },
            Cancellation);
        cluster.Get<IWorkSignals>().Notify(WorkKind.Deliveries);
        await cluster.VerdictIsAsync(mark, Verdict.Accepted);
    }

    private static string Body(string topic, long id, DateTimeOffset at, string title) => topic == "products/delete"
        ? $$"""{"id":{{id}}}"""
        : $$"""{"id":{{id}},"title":"{{title}}","handle":"hat","updated_at":"{{at:yyyy-MM-ddTHH:mm:sszzz}}"}""";
}
