using System.Text;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Inbox;

public abstract class DeadLetterTests(Dialect dialect) : StorageTests(dialect)
{
    private static readonly PageRequest All = new(null, 250);

    private IWebhookInbox Inbox => Get<IWebhookInbox>();

    private IDeadLetters Letters => Get<IDeadLetters>();

    [Fact]
    public async Task List_tells_of_dead_letters_newest_first_by_shop_and_topic_and_page()
    {
        await DieAsync("blue", "one", "orders/create");
        await DieAsync("blue", "two", "products/update");
        await DieAsync("red", "three", "orders/create");
        await RecordAsync("blue", "alive", "orders/create");

        Assert.Equal(["three", "two", "one"], await ListAsync(null, null));
        Assert.Equal(["two", "one"], await ListAsync("blue", null));
        Assert.Equal(["three", "one"], await ListAsync(null, "orders/create"));
        Assert.Equal(["one"], await ListAsync("blue", "orders/create"));
        var first = await Letters.ListAsync(null, null, new PageRequest(null, 2), Cancel);
        var second = await Letters.ListAsync(null, null, new PageRequest(first.NextCursor, 2), Cancel);
        Assert.Equal(["three", "two", "one"], Ids([.. first.Items, .. second.Items]));
        Assert.Null(second.NextCursor);
        Assert.Equal((2L, 1L), (
            await Letters.CountAsync(Stays.Shop("blue"), Cancel), await Letters.CountAsync(Stays.Shop("red"), Cancel)));
        var letter = first.Items[1];
        Assert.Equal(
            ("boom", 1, "products/update", "event-two"),
            (letter.Code, letter.Attempts, letter.Topic, letter.Hints.EventId));
    }

    [Fact]
    public async Task Replayed_letter_is_due_from_its_first_attempt_under_its_own_id_once()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var id = await DieAsync("blue", "one", "orders/create", attempts: 10);

        Assert.Equal(new ReplayReply(ReplayOutcome.Accepted, 1), await Letters.ReplayAsync(id, Cancel));
        Assert.Equal(ReplayOutcome.Unknown, (await Letters.ReplayAsync(id, Cancel)).Outcome);

        var due = Assert.Single(await Inbox.ReadDueAsync(stay.Shop, 10, Cancel));
        Assert.Equal((id, 0, "event-one"), (due.Id, due.Attempts, due.Hints.EventId));
        Assert.Equal(Verdict.Pending, await Inbox.FindVerdictAsync("one", Cancel));
        Assert.Equal(
            RecordOutcome.Duplicate, await Inbox.RecordAsync(Delivery("blue", "one", "orders/create"), Cancel));
        Assert.True(await Inbox.ClaimAsync(due.Id, stay.Id, Cancel));
        await Inbox.CompleteAsync(due, Verdict.Accepted, Cancel);
        Assert.Equal(Verdict.Accepted, await Inbox.FindVerdictAsync("one", Cancel));
        Assert.Empty(await ListAsync(null, null));
    }

    [Fact]
    public async Task Letter_whose_id_is_forgotten_already_is_replayed_all_the_same()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var id = await DieAsync("blue", "one", "orders/create");
        await RunAsync("delete from webhook_ids");

        Assert.Equal(1, (await Letters.ReplayAsync(id, Cancel)).Replayed);

        await Inbox.CompleteAsync(
            Assert.Single(await Inbox.ReadDueAsync(stay.Shop, 10, Cancel)), Verdict.Accepted, Cancel);
        Assert.Equal([0L], await QueryAsync<long>("select count(*) from webhook_inbox"));
    }

    [Fact]
    public async Task Letter_of_a_shop_without_the_app_or_of_a_stay_that_ended_is_not_replayed()
    {
        var stranger = await DieAsync("nobody", "zero", "orders/create");
        Assert.Equal(ReplayOutcome.InstallationEnded, (await Letters.ReplayAsync(stranger, Cancel)).Outcome);

        var first = await Services.StartAsync("blue", Cancel);
        var claimed = await DieAsync("blue", "one", "orders/create", first.Id);
        var unclaimed = await DieAsync("blue", "two", "orders/create");
        await Services.FenceAsync(first.Id, Cancel);
        Assert.Equal(
            ReplayOutcome.InstallationEnded, (await Letters.ReplayAllAsync(first.Shop, null, Cancel)).Outcome);

        // After a reinstall they are still the ended one's, whose teardown purges them.
        await RunAsync("update webhook_inbox set recorded_at = recorded_at - 60000");
        await Services.StartAsync("blue", Cancel);
        Assert.Equal(ReplayOutcome.InstallationEnded, (await Letters.ReplayAsync(claimed, Cancel)).Outcome);
        Assert.Equal(ReplayOutcome.InstallationEnded, (await Letters.ReplayAsync(unclaimed, Cancel)).Outcome);
        Assert.Equal(
            new ReplayReply(ReplayOutcome.Accepted), await Letters.ReplayAllAsync(first.Shop, null, Cancel));
        Assert.Empty(await Inbox.FindDueShopsAsync(10, Cancel));
        Assert.Equal(ReplayOutcome.Unknown, (await Letters.ReplayAsync(1_000_000, Cancel)).Outcome);
    }

    [Fact]
    public async Task Letters_of_a_shop_are_replayed_by_topic_oldest_first_and_so_many_at_a_time()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Services.StartAsync("red", Cancel);
        for (var number = 0; number < 3; number++) await DieAsync("blue", $"order-{number}", "orders/create");
        await DieAsync("blue", "product", "products/update");
        await DieAsync("red", "other", "orders/create");

        Assert.Equal(
            new ReplayReply(ReplayOutcome.Accepted, 3),
            await Letters.ReplayAllAsync(stay.Shop, "orders/create", Cancel));
        Assert.Equal(
            ["order-0", "order-1", "order-2"],
            (await Inbox.ReadDueAsync(stay.Shop, 10, Cancel)).Select(one => Encoding.UTF8.GetString(one.Body)));
        Assert.Equal(["other", "product"], await ListAsync(null, null));

        await MultiplyAsync(IDeadLetters.ReplayMaximum + 6);
        var reply = await Letters.ReplayAllAsync(stay.Shop, null, Cancel);
        Assert.Equal(new ReplayReply(ReplayOutcome.Accepted, IDeadLetters.ReplayMaximum, 7), reply);
        Assert.Equal(7, (await Letters.ReplayAllAsync(stay.Shop, null, Cancel)).Replayed);
    }

    [Fact]
    public async Task Dropped_letter_is_gone_with_its_payload_and_a_living_delivery_is_not_dropped()
    {
        var id = await DieAsync("blue", "one", "orders/create");
        await RecordAsync("blue", "alive", "orders/create");
        var alive = Assert.Single(await Inbox.ReadDueAsync(Stays.Shop("blue"), 10, Cancel));

        Assert.True(await Letters.DropAsync(id, Cancel));
        Assert.False(await Letters.DropAsync(id, Cancel));
        Assert.False(await Letters.DropAsync(alive.Id, Cancel));
        Assert.Equal([alive.Id], await QueryAsync<long>("select id from webhook_inbox"));
    }

    [Fact]
    public async Task Teardown_purges_dead_letters_counted_and_each_says_so()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await DieAsync("blue", "one", "orders/create", stay.Id);
        await DieAsync("blue", "two", "app/uninstalled");
        await DieAsync("red", "other", "orders/create");
        await Services.FenceAsync(stay.Id, Cancel);

        var purged = await Get<IErasure>().PurgeDeliveriesAsync(
            new ErasureSubject { Installation = stay.Id, Shop = stay.Shop }, Cancel);

        Assert.Equal(2, purged);
        Assert.Equal(Verdict.Purged, await Inbox.FindVerdictAsync("one", Cancel));
        Assert.Equal(["other"], await ListAsync(null, null));
    }

    [Fact]
    public async Task Letters_older_than_they_are_kept_go_and_their_number_stands_in_the_audit_log()
    {
        await Services.StartAsync("blue", Cancel);
        await DieAsync("blue", "old-1", "orders/create");
        await DieAsync("blue", "old-2", "orders/create");
        await RunAsync($"update webhook_inbox set dead_at = dead_at - {31L * 86_400_000}");
        await DieAsync("blue", "young", "orders/create");

        Assert.Equal(2, await Get<IRetention>().DropOldAsync(Cancel));
        Assert.Equal(0, await Get<IRetention>().DropOldAsync(Cancel));

        Assert.Equal(["young"], await ListAsync(null, null));
        var entry = Assert.Single((await Get<IAuditLog>().ListAsync(new AuditFilter(), All, Cancel)).Items);
        Assert.Equal(("retention", "drop-dead-letters", "accepted"), (entry.Actor, entry.Action, entry.Outcome));
        Assert.StartsWith("2 older than", entry.Note, StringComparison.Ordinal);
    }

    private static IncomingDelivery Delivery(string shop, string id, string topic) => new()
    {
        Shop = Stays.Shop(shop),
        Topic = topic,
        WebhookId = id,
        Hints = new DeliveryHints { DeliveryId = id, EventId = $"event-{id}" },
        Body = Encoding.UTF8.GetBytes(id),
    };

    private static string?[] Ids(IEnumerable<DeadLetter> letters) => [.. letters.Select(one => one.Hints.DeliveryId)];

    private async Task<string?[]> ListAsync(string? shop, string? topic) =>
        Ids((await Letters.ListAsync(shop is null ? null : Stays.Shop(shop), topic, All, Cancel)).Items);

    private async Task RecordAsync(string shop, string id, string topic) =>
        Assert.Equal(RecordOutcome.Recorded, await Inbox.RecordAsync(Delivery(shop, id, topic), Cancel));

    private async Task<long> DieAsync(
        string shop, string id, string topic, InstallationId? claimedFor = null, int attempts = 1)
    {
        await RecordAsync(shop, id, topic);
        var read = (await Inbox.ReadDueAsync(Stays.Shop(shop), 100, Cancel))
            .Single(delivery => delivery.Hints.DeliveryId == id);
        if (claimedFor is { } stay) Assert.True(await Inbox.ClaimAsync(read.Id, stay, Cancel));
        for (var attempt = 1; attempt < attempts; attempt++)
            await Inbox.RetryAsync(read, TimeSpan.Zero, "boom", Cancel);
        await Inbox.BuryAsync(read, "boom", Cancel);
        return read.Id;
    }

    // Copies of the one letter of that shop that is left, each with an id of its own.
    private Task MultiplyAsync(int copies) => RunAsync($"""
        with recursive n(i) as (select 1 union all select i + 1 from n where i < {copies})
        insert into webhook_inbox(
            shop, topic, lane, delivery_hash, recorded_at, due_at, attempts, dead_at, error_code, payload)
        select shop, topic, lane, {(Dialect == Dialect.Postgres
            ? "sha256(convert_to('copy-' || i, 'UTF8'))" : "randomblob(32)")},
            recorded_at, due_at, attempts, dead_at, error_code, payload
        from webhook_inbox, n where shop = 'blue.myshopify.com' and dead_at is not null
        """);

    public sealed class OnPostgres() : DeadLetterTests(Dialect.Postgres)
    {
        [Fact]
        public async Task Letters_of_a_shop_are_replayed_in_transactions_so_small_that_a_fence_need_not_wait_for_all()
        {
            var stay = await Services.StartAsync("blue", Cancel);
            await DieAsync("blue", "one", "orders/create");
            await MultiplyAsync(IDeadLetters.ReplayMaximum - 1);

            await Letters.ReplayAllAsync(stay.Shop, null, Cancel);

            Assert.Equal(
                [IDeadLetters.ReplayMaximum, 100L],
                await QueryAsync<long>("""
                    select count(*) from webhook_inbox where dead_at is null
                    union all (select count(*) from webhook_inbox group by xmin::text order by 1 desc limit 1)
                    """));
        }
    }

    public sealed class OnSqlite() : DeadLetterTests(Dialect.Sqlite);
}
