using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Inbox;

public abstract class WebhookInboxTests(Dialect dialect) : StorageTests(dialect)
{
    private IWebhookInbox Inbox => Get<IWebhookInbox>();

    [Fact]
    public async Task Recorded_delivery_is_read_back_as_it_came()
    {
        var delivery = Delivery("blue", "one") with
        {
            TriggeredAt = DateTimeOffset.UnixEpoch.AddSeconds(5),
            Hints = new DeliveryHints
            {
                DeliveryId = "one", EventId = "event", ApiVersion = "2026-10", Name = "name", Action = "update",
                ResourceId = "gid://shopify/Product/7",
            },
        };

        Assert.Equal(RecordOutcome.Recorded, await Inbox.RecordAsync(delivery, Cancel));

        var read = Assert.Single(await Inbox.ReadDueAsync(delivery.Shop, 10, Cancel));
        Assert.Equal(delivery.Body.ToArray(), read.Body);
        Assert.Equal((delivery.Shop, delivery.Topic, delivery.TriggeredAt), (read.Shop, read.Topic, read.TriggeredAt));
        Assert.Equal(delivery.Hints, read.Hints);
        Assert.Equal(SHA256.HashData("one"u8), read.DeliveryHash);
        Assert.Null(read.Installation);
        Assert.Equal(Verdict.Pending, await Inbox.FindVerdictAsync("one", Cancel));
        Assert.Null(await Inbox.FindVerdictAsync("two", Cancel));
        Assert.Equal([delivery.Shop], await Inbox.FindDueShopsAsync(10, Cancel));
    }

    [Fact]
    public async Task Deliveries_when_recorded_at_once_are_all_there_and_repeated_ids_count_once()
    {
        // Every id four times, spread over the batches.
        var recordings = Enumerable.Range(0, 2_000)
            .Select(number => Delivery($"shop-{number % 7}", $"id-{number % 500}"))
            .Select(delivery => Task.Run(() => Inbox.RecordAsync(delivery, Cancel)));

        var outcomes = await Task.WhenAll(recordings);

        Assert.Equal(500, outcomes.Count(outcome => outcome == RecordOutcome.Recorded));
        Assert.Equal(1_500, outcomes.Count(outcome => outcome == RecordOutcome.Duplicate));
        Assert.Equal([500L], await QueryAsync<long>("select count(*) from webhook_inbox"));
        Assert.Equal([500L], await QueryAsync<long>("select count(distinct delivery_hash) from webhook_inbox"));
    }

    [Fact]
    public async Task Deliveries_are_read_in_order_of_recording_behind_lifecycle_topics()
    {
        for (var number = 0; number < 5; number++) await Inbox.RecordAsync(Delivery("blue", $"p{number}"), Cancel);
        await Inbox.RecordAsync(Delivery("blue", "u") with { Topic = "app/uninstalled" }, Cancel);
        await Inbox.RecordAsync(Delivery("blue", "r") with { Topic = "shop/redact" }, Cancel);

        var read = await Inbox.ReadDueAsync(Stays.Shop("blue"), 4, Cancel);

        Assert.Equal(["u", "r", "p0", "p1"], read.Select(delivery => Encoding.UTF8.GetString(delivery.Body)));
    }

    [Fact]
    public async Task Completed_delivery_goes_with_its_payload_and_its_verdict_stays()
    {
        var read = await RecordAsync("blue", "one");

        await Inbox.CompleteAsync(read, Verdict.Stale, Cancel);
        await Inbox.CompleteAsync(read, Verdict.Accepted, Cancel);

        Assert.Equal(Verdict.Stale, await Inbox.FindVerdictAsync("one", Cancel));
        Assert.Equal([0L], await QueryAsync<long>("select count(*) from webhook_inbox"));
        Assert.Equal(RecordOutcome.Duplicate, await Inbox.RecordAsync(Delivery("blue", "one"), Cancel));
        Assert.Empty(await Inbox.ReadDueAsync(Stays.Shop("blue"), 10, Cancel));
    }

    [Fact]
    public async Task Delivery_recorded_without_hints_or_by_a_silo_that_knows_none_is_read_all_the_same()
    {
        await Inbox.RecordAsync(Delivery("blue", "none"), Cancel);
        await Inbox.RecordAsync(
            Delivery("blue", "older") with { Hints = new DeliveryHints { EventId = "event" } }, Cancel);
        await RunAsync("update webhook_inbox set hints = null");

        var read = await Inbox.ReadDueAsync(Stays.Shop("blue"), 10, Cancel);

        Assert.Equal(["none", "older"], read.Select(delivery => Encoding.UTF8.GetString(delivery.Body)));
        Assert.All(read, delivery => Assert.Equal(DeliveryHints.None, delivery.Hints));
    }

    [Fact]
    public async Task Hints_stand_in_no_plain_column_and_can_not_be_taken_for_a_payload()
    {
        await Inbox.RecordAsync(
            Delivery("blue", "one") with { Hints = new DeliveryHints { EventId = "canary-event" } }, Cancel);

        var hints = Assert.Single(await QueryAsync<byte[]>("select hints from webhook_inbox"));
        Assert.True(hints.AsSpan().IndexOf("canary-event"u8) < 0);
        await RunAsync("update webhook_inbox set payload = hints");
        Assert.Empty(await Inbox.ReadDueAsync(Stays.Shop("blue"), 10, Cancel));
    }

    [Fact]
    public async Task Buried_delivery_is_a_dead_letter_after_its_first_attempt()
    {
        var read = await RecordAsync("blue", "one");

        await Inbox.BuryAsync(read, "payload-unreadable", Cancel);
        await Inbox.BuryAsync(read, "another", Cancel);

        Assert.Equal(Verdict.DeadLetter, await Inbox.FindVerdictAsync("one", Cancel));
        Assert.Empty(await Inbox.FindDueShopsAsync(10, Cancel));
        Assert.Equal(["payload-unreadable"], await QueryAsync<string>("select error_code from webhook_inbox"));
        Assert.Equal([1L], await QueryAsync<long>("select attempts from webhook_inbox"));
    }

    [Fact]
    public async Task Failed_delivery_waits_and_its_tenth_failure_makes_it_a_dead_letter()
    {
        var read = await RecordAsync("blue", "one");
        Assert.False(await Inbox.RetryAsync(read, TimeSpan.FromHours(1), "boom", Cancel));
        Assert.Empty(await Inbox.ReadDueAsync(read.Shop, 10, Cancel));
        Assert.Empty(await Inbox.FindDueShopsAsync(10, Cancel));

        for (var attempt = 2; attempt <= 9; attempt++)
            Assert.False(await Inbox.RetryAsync(read, TimeSpan.Zero, "boom", Cancel));
        Assert.Equal(9, Assert.Single(await Inbox.ReadDueAsync(read.Shop, 10, Cancel)).Attempts);
        Assert.True(await Inbox.RetryAsync(read, TimeSpan.Zero, "boom", Cancel));

        Assert.Empty(await Inbox.ReadDueAsync(read.Shop, 10, Cancel));
        Assert.Equal(Verdict.DeadLetter, await Inbox.FindVerdictAsync("one", Cancel));
        Assert.Equal([1L], await QueryAsync<long>("select count(*) from webhook_inbox where dead_at is not null"));
    }

    [Fact]
    public async Task Due_shops_when_there_are_more_than_asked_for_all_get_their_turn()
    {
        for (var shop = 0; shop < 10; shop++)
        {
            for (var number = 0; number < 20; number++)
                await Inbox.RecordAsync(Delivery($"shop-{shop}", $"{shop}-{number}"), Cancel);
        }

        var seen = new HashSet<string>();
        for (var look = 0; look < 4; look++)
        {
            var shops = await Inbox.FindDueShopsAsync(3, Cancel);
            Assert.Equal(3, shops.Distinct().Count());
            seen.UnionWith(shops.Select(shop => shop.Value));
        }

        Assert.Equal(10, seen.Count);
    }

    [Fact]
    public async Task Claim_binds_to_the_current_installation_and_to_no_other()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var other = await Services.StartAsync("green", Cancel);
        var read = await RecordAsync("blue", "one");

        Assert.False(await Inbox.ClaimAsync(read.Id, other.Id, Cancel));
        Assert.True(await Inbox.ClaimAsync(read.Id, stay.Id, Cancel));
        Assert.True(await Inbox.ClaimAsync(read.Id, stay.Id, Cancel));
        Assert.Equal(stay.Id, Assert.Single(await Inbox.ReadDueAsync(stay.Shop, 10, Cancel)).Installation);

        await Services.FenceAsync(stay.Id, Cancel);
        await Assert.ThrowsAsync<InstallationEndedException>(() => Inbox.ClaimAsync(read.Id, stay.Id, Cancel));
    }

    [Fact]
    public async Task Claim_when_the_delivery_was_recorded_before_the_stay_began_is_refused()
    {
        var read = await RecordAsync("blue", "one");
        await RunAsync("update webhook_inbox set recorded_at = recorded_at - 1000");
        var stay = await Services.StartAsync("blue", Cancel);

        Assert.False(await Inbox.ClaimAsync(read.Id, stay.Id, Cancel));
        Assert.Null(Assert.Single(await Inbox.ReadDueAsync(stay.Shop, 10, Cancel)).Installation);
    }

    [Fact]
    public async Task Delivery_when_the_database_refuses_it_fails_alone()
    {
        var good = RecordMany(0, 50);

        // No header gets this far; a text that a column refuses stands for whatever might.
        var bad = Inbox.RecordAsync(Delivery("blue", "bad") with { Topic = null! }, Cancel);
        var more = RecordMany(50, 50);

        await Assert.ThrowsAnyAsync<Exception>(() => bad);
        Assert.All(await Task.WhenAll(good.Concat(more)), outcome => Assert.Equal(RecordOutcome.Recorded, outcome));
    }

    [Fact]
    public async Task Old_ids_are_dropped_and_young_ones_kept()
    {
        await RecordAsync("blue", "old");
        await RunAsync("update webhook_ids set recorded_at = recorded_at - 260000000");
        await RecordAsync("green", "young");

        Assert.Equal(1, await Inbox.DropOldIdsAsync(Cancel));
        Assert.Null(await Inbox.FindVerdictAsync("old", Cancel));
        Assert.Equal(Verdict.Pending, await Inbox.FindVerdictAsync("young", Cancel));
    }

    [Fact]
    public async Task Payload_is_not_readable_in_the_table()
    {
        await Inbox.RecordAsync(Delivery("blue", "one") with { Body = "canary-in-a-body"u8.ToArray() }, Cancel);
        var payload = Assert.Single(await QueryAsync<byte[]>("select payload from webhook_inbox"));
        Assert.True(payload.AsSpan().IndexOf("canary"u8) < 0);
    }

    [Fact]
    public async Task Delivery_that_no_key_decrypts_holds_up_no_other_and_ends_as_a_dead_letter()
    {
        await Inbox.RecordAsync(Delivery("blue", "bad"), Cancel);
        await RunAsync("update webhook_inbox set payload = delivery_hash");
        await Inbox.RecordAsync(Delivery("blue", "good"), Cancel);

        for (var attempt = 1; attempt <= 10; attempt++)
        {
            var read = Assert.Single(await Inbox.ReadDueAsync(Stays.Shop("blue"), 10, Cancel));
            Assert.Equal("good", Encoding.UTF8.GetString(read.Body));
            Assert.Equal(Verdict.Pending, await Inbox.FindVerdictAsync("good", Cancel));
            Assert.Equal(
                attempt < 10 ? Verdict.Pending : Verdict.DeadLetter, await Inbox.FindVerdictAsync("bad", Cancel));
            await RunAsync("update webhook_inbox set due_at = 0");
        }

        Assert.Equal(
            ["undecryptable"], await QueryAsync<string>("select error_code from webhook_inbox where dead_at > 0"));
    }

    private static IncomingDelivery Delivery(string shop, string id) => new()
    {
        Shop = Stays.Shop(shop),
        Topic = "products/update",
        WebhookId = id,
        Body = Encoding.UTF8.GetBytes(id),
    };

    private List<Task<RecordOutcome>> RecordMany(int first, int count) => Enumerable.Range(first, count)
        .Select(number => Inbox.RecordAsync(Delivery("blue", $"{number}"), Cancel))
        .ToList();

    private async Task<InboxDelivery> RecordAsync(string shop, string id)
    {
        Assert.Equal(RecordOutcome.Recorded, await Inbox.RecordAsync(Delivery(shop, id), Cancel));
        return Assert.Single(await Inbox.ReadDueAsync(Stays.Shop(shop), 10, Cancel));
    }

    public sealed class OnPostgres() : WebhookInboxTests(Dialect.Postgres);

    public sealed class OnSqlite() : WebhookInboxTests(Dialect.Sqlite);
}
