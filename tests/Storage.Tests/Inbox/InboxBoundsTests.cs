using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Testing;

namespace Shopkeeper.Storage.Tests.Inbox;

public abstract class InboxBoundsTests(Dialect dialect) : StorageTests(dialect)
{
    protected override IEnumerable<(string Key, string Value)> Settings =>
        [("Webhooks:InboxLimit", "6"), ("Webhooks:InboxLimitPerShop", "4")];

    [Fact]
    public async Task Inbox_when_full_sheds_ordinary_topics_and_takes_lifecycle_ones()
    {
        var inbox = Get<IWebhookInbox>();
        async Task<RecordOutcome> RecordOneAsync(string shop, string id, string topic = "products/update") =>
            await inbox.RecordAsync(Delivery(shop, id, topic), Cancel);

        for (var number = 0; number < 4; number++)
            Assert.Equal(RecordOutcome.Recorded, await RecordOneAsync("blue", $"b{number}"));
        Assert.Equal(RecordOutcome.Full, await RecordOneAsync("blue", "b4"));
        Assert.Equal(RecordOutcome.Recorded, await RecordOneAsync("blue", "b5", "app/uninstalled"));
        Assert.Equal(RecordOutcome.Recorded, await RecordOneAsync("green", "g0"));
        Assert.Equal(RecordOutcome.Full, await RecordOneAsync("green", "g1"));
        Assert.Equal(RecordOutcome.Recorded, await RecordOneAsync("green", "g2", "customers/redact"));

        foreach (var read in await inbox.ReadDueAsync(Stays.Shop("blue"), 10, Cancel))
            await inbox.CompleteAsync(read, Verdict.Accepted, Cancel);
        Assert.Equal(RecordOutcome.Recorded, await RecordOneAsync("blue", "b4"));
    }

    [Fact]
    public async Task Deliveries_that_await_an_earlier_stay_use_up_their_own_shops_places_and_nobody_elses()
    {
        var inbox = Get<IWebhookInbox>();
        async Task<RecordOutcome> RecordOneAsync(string shop, string id) =>
            await inbox.RecordAsync(Delivery(shop, id, "products/update"), Cancel);

        foreach (var place in (string[])["blue 1", "blue 2", "blue 3", "blue 4", "green 1", "green 2"])
            Assert.Equal(RecordOutcome.Recorded, await RecordOneAsync(place.Split(' ')[0], place));
        Assert.Equal(RecordOutcome.Full, await RecordOneAsync("red", "red 1"));

        foreach (var held in await inbox.ReadDueAsync(Stays.Shop("blue"), 10, Cancel))
            await inbox.PutOffAsync(held, TimeSpan.FromHours(1), PutOffCodes.AwaitsEarlierStay, Cancel);

        await Eventually.UntilAsync(
            "those put off are left out of the total",
            async () => await RecordOneAsync("red", "red 1") == RecordOutcome.Recorded,
            cancellationToken: Cancel);
        Assert.Equal(RecordOutcome.Full, await RecordOneAsync("blue", "blue 5"));
        foreach (var place in (string[])["red 2", "red 3", "red 4"])
            Assert.Equal(RecordOutcome.Recorded, await RecordOneAsync("red", place));
        Assert.Equal(RecordOutcome.Full, await RecordOneAsync("yellow", "yellow 1"));
    }

    private static IncomingDelivery Delivery(string shop, string id, string topic) => new()
    {
        Shop = Stays.Shop(shop),
        Topic = topic,
        WebhookId = id,
        Body = "{}"u8.ToArray(),
    };

    public sealed class OnPostgres() : InboxBoundsTests(Dialect.Postgres);

    public sealed class OnSqlite() : InboxBoundsTests(Dialect.Sqlite);
}
