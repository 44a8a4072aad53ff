using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

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
