using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Tests.ShopData;
using Shopkeeper.Storage.Tests.Teardowns;

namespace Shopkeeper.Storage.Tests.Installations;

/// <summary>What belongs to whom once a reset has begun the next stay, and while the old one is erased.</summary>
public abstract class ResetHandoverTests(Dialect dialect) : StorageTests(dialect)
{
    private IInstallationStore Store => Get<IInstallationStore>();

    private IWebhookInbox Inbox => Get<IWebhookInbox>();

    private IErasure Erasure => Get<IErasure>();

    [Fact]
    public async Task Deliveries_when_a_stay_is_reset_go_to_the_next_one_and_dead_letters_go_with_the_old_one()
    {
        var old = await Services.StartAsync("blue", Cancel);
        await DeliverAsync(old.Shop, "orders/create", "claimed", old.Id);
        await DeliverAsync(old.Shop, "orders/create", "waiting");
        await DeliverAsync(old.Shop, "app/uninstalled", "end");
        await DeliverAsync(old.Shop, "customers/redact", "compliance");
        await DeliverAsync(old.Shop, "orders/create", "dead-claimed", old.Id, isDead: true);
        await DeliverAsync(old.Shop, "orders/create", "dead-waiting", isDead: true);
        await DeliverAsync(old.Shop, "app/uninstalled", "dead-end", isDead: true);
        var neighbour = await Services.StartAsync("green", Cancel);
        await DeliverAsync(neighbour.Shop, "orders/create", "other", neighbour.Id);

        var stay = (await Store.FenceAsync(Stays.Reset(old), Cancel)).Successor!;
        var purged = await Erasure.PurgeDeliveriesAsync(SubjectOf(old), Cancel);

        Assert.Equal(3, purged);
        foreach (var dead in (string[])["dead-claimed", "dead-waiting", "dead-end"])
            Assert.Equal(Verdict.Purged, await Inbox.FindVerdictAsync(dead, Cancel));
        var due = await Inbox.ReadDueAsync(old.Shop, 10, Cancel);
        Assert.Equal(
            ["app/uninstalled", "customers/redact", "orders/create", "orders/create"],
            due.Select(delivery => delivery.Topic).Order());
        Assert.Equal(stay.Id, Assert.Single(due, delivery => delivery.Installation is not null).Installation);
        foreach (var delivery in due) Assert.True(await Inbox.ClaimAsync(delivery.Id, stay.Id, Cancel));
        Assert.Equal(neighbour.Id, Assert.Single(await Inbox.ReadDueAsync(neighbour.Shop, 10, Cancel)).Installation);
        Assert.Equal(0, await LeftAsync(old));
    }

    [Fact]
    public async Task Delivery_that_was_being_recorded_while_the_stay_was_reset_is_the_next_ones()
    {
        var old = await Services.StartAsync("blue", Cancel);
        var stay = (await Store.FenceAsync(Stays.Reset(old), Cancel)).Successor!;

        // Its instant was taken before the fence, its row was committed after it.
        await DeliverAsync(old.Shop, "orders/create", "late");
        await DeliverAsync(old.Shop, "app/uninstalled", "late-end");
        await RunAsync($"update webhook_inbox set recorded_at = {old.StartedAt.ToUnixTimeMilliseconds()}");

        Assert.Equal(0, await Erasure.PurgeDeliveriesAsync(SubjectOf(old), Cancel));
        Assert.Equal(0, await LeftAsync(old));
        foreach (var delivery in await Inbox.ReadDueAsync(old.Shop, 10, Cancel))
            Assert.True(await Inbox.ClaimAsync(delivery.Id, stay.Id, Cancel));
    }

    [Fact]
    public async Task Delivery_of_a_stay_before_the_one_that_was_reset_is_still_nobodys()
    {
        var first = await Services.StartAsync("blue", Cancel);
        await DeliverAsync(first.Shop, "orders/create", "early");
        await RunAsync("update webhook_inbox set recorded_at = recorded_at - 60000");
        await RunAsync("update installations set started_at = started_at - 120000");
        await Services.FenceAsync(first.Id, Cancel);
        var second = await Services.StartAsync("blue", Cancel);
        var third = (await Store.FenceAsync(Stays.Reset(second), Cancel)).Successor!;

        var early = Assert.Single(await Inbox.ReadDueAsync(first.Shop, 10, Cancel));

        Assert.False(await Inbox.ClaimAsync(early.Id, third.Id, Cancel));
        Assert.Equal(1, await Erasure.PurgeDeliveriesAsync(SubjectOf(first), Cancel));
    }

    [Fact]
    public async Task Plan_of_a_reset_is_what_its_erasure_takes_and_says_what_moves()
    {
        var old = await Services.StartAsync("blue", Cancel);
        await Planting.PlantAsync(Services, old, Cancel);
        await DeliverAsync(old.Shop, "orders/create", "dead", isDead: true);
        var plan = await Erasure.PlanAsync(SubjectOf(old), TeardownKind.Reset, Cancel);

        await Store.FenceAsync(Stays.Reset(old), Cancel);
        var erased = new Dictionary<string, long>
        {
            ["webhook_inbox"] = await Erasure.PurgeDeliveriesAsync(SubjectOf(old), Cancel),
        };
        await foreach (var batch in Batches.Of(SubjectOf(old), Erasure.PurgeJobsAsync, Cancel))
            Add(erased, batch.Counts);
        await foreach (var batch in Batches.Of(SubjectOf(old), Erasure.PurgeBatchAsync, Cancel))
            Add(erased, batch.Counts);
        Add(erased, await Erasure.PurgeRestAsync(SubjectOf(old), Cancel));

        Assert.Equivalent(
            plan.Erased.ToDictionary(count => count.Store, count => count.Count), erased, strict: true);
        Assert.Equal(
            [("subscription_records", 1L), ("app_subscriptions", 1L), ("webhook_inbox", 1L), ("grant", 1L)],
            plan.Moved.Select(count => (count.Store, count.Count)));
        Assert.Equal(0, await LeftAsync(old));
    }

    [Fact]
    public async Task Subscriptions_to_the_app_go_on_under_the_next_stays_own_key()
    {
        var old = await Services.StartAsync("blue", Cancel);
        var subscriptions = Get<IAppSubscriptionStore>();
        var told = Planting.AppSubscription();
        Assert.True(await subscriptions.SaveNewerAsync(old.Id, told, Cancel));

        var stay = (await Store.FenceAsync(Stays.Reset(old), Cancel)).Successor!;
        await RunAsync($"delete from installations where id = '{old.Id}'");
        Get<DataKeys>().Evict(old.Id);

        Assert.Equal(told, Assert.Single(await subscriptions.ListAsync(stay.Id, Cancel)));
        Assert.False(await subscriptions.SaveNewerAsync(
            stay.Id, Planting.AppSubscription(status: "PENDING", updatedAt: 1_789_999_999_000), Cancel));
    }

    [Fact]
    public async Task Refusal_of_a_resets_permit_says_whether_only_an_intent_stands_in_its_way()
    {
        var permits = Get<IPermitStore>();
        var old = await Services.StartAsync("blue", Cancel);
        var stay = (await Store.FenceAsync(Stays.Reset(old), Cancel)).Successor!;

        // A re-authorization is on its way: it may begin no newer stay at all.
        var (intent, _) = await permits.RecordIntentAsync(old.Shop, Cancel);
        Assert.Null(await permits.TryTakePermitAsync(old.Shop, old.Id, stay.Id, Cancel));
        Assert.True(await permits.IsHeldByIntentAsync(old.Shop, old.Id, stay.Id, Cancel));
        await permits.RemoveIntentAsync(intent, Cancel);
        Assert.True(await permits.IsHeldByIntentAsync(old.Shop, old.Id, stay.Id, Cancel));
        Assert.NotNull(await permits.TryTakePermitAsync(old.Shop, old.Id, stay.Id, Cancel));

        // The stay that took over has ended: an intent is the merchant's coming back.
        await Services.FenceAsync(stay.Id, Cancel);
        await permits.RecordIntentAsync(old.Shop, Cancel);
        Assert.False(await permits.IsHeldByIntentAsync(old.Shop, old.Id, stay.Id, Cancel));
        await Services.StartAsync("blue", Cancel);
        Assert.False(await permits.IsHeldByIntentAsync(old.Shop, old.Id, stay.Id, Cancel));
    }

    [Fact]
    public async Task Permit_of_a_reset_is_given_until_a_stay_newer_than_the_one_that_took_over_begins()
    {
        var permits = Get<IPermitStore>();
        var old = await Services.StartAsync("blue", Cancel);
        var stay = (await Store.FenceAsync(Stays.Reset(old), Cancel)).Successor!;

        Assert.NotNull(await permits.TryTakePermitAsync(old.Shop, old.Id, stay.Id, Cancel));
        Assert.Null(await permits.TryTakePermitAsync(old.Shop, old.Id, null, Cancel));
        Assert.Null(await permits.TryTakePermitAsync(old.Shop, stay.Id, null, Cancel));
        var (intent, _) = await permits.RecordIntentAsync(old.Shop, Cancel);
        Assert.Null(await permits.TryTakePermitAsync(old.Shop, old.Id, stay.Id, Cancel));
        await permits.RemoveIntentAsync(intent, Cancel);

        // The stay that took over ends in its turn: nobody came back, and its access may be there still.
        await Services.FenceAsync(stay.Id, Cancel);
        Assert.NotNull(await permits.TryTakePermitAsync(old.Shop, old.Id, stay.Id, Cancel));
        await Services.StartAsync("blue", Cancel);
        Assert.Null(await permits.TryTakePermitAsync(old.Shop, old.Id, stay.Id, Cancel));
    }

    [Fact]
    public async Task Redact_after_a_later_uninstall_is_noted_with_that_and_never_with_the_reset()
    {
        var teardowns = Get<ITeardownStore>();
        var old = await Services.StartAsync("blue", Cancel);
        var stay = (await Store.FenceAsync(Stays.Reset(old), Cancel)).Successor!;
        Assert.False(await teardowns.AwaitsRedactAsync(old.Shop, Cancel));
        await CertifyAsync(old.Id);
        Assert.False(await teardowns.AwaitsRedactAsync(old.Shop, Cancel));

        await Services.FenceAsync(stay.Id, Cancel);
        Assert.True(await teardowns.AwaitsRedactAsync(old.Shop, Cancel));
        await teardowns.NoteRedactAsync(old.Shop, "b0d1", null, Cancel);

        Assert.False(await teardowns.AwaitsRedactAsync(old.Shop, Cancel));
        Assert.Equal([true], await QueryAsync<bool>(
            $"select redact_seen from teardowns where installation_id = '{stay.Id}'"));
    }

    private async Task DeliverAsync(
        Shopify.ShopDomain shop, string topic, string name, InstallationId? claimedBy = null, bool isDead = false)
    {
        await Planting.DeliverAsync(Database, shop, topic, name, Cancel);
        var id = (await QueryAsync<long>("select max(id) from webhook_inbox"))[0];
        if (claimedBy is { } installation) Assert.True(await Inbox.ClaimAsync(id, installation, Cancel));
        if (isDead)
            await RunAsync($"update webhook_inbox set dead_at = now_ms(), attempts = 10 where id = {id}");
        // The payload is a ring's: what the helper writes can't be read.
        var payload = Convert.ToHexStringLower(
            Get<IRingCipher>().Protect("webhook_inbox.payload.v1", "{}"u8));
        await RunAsync($"update webhook_inbox set payload = {Literal(payload)} where id = {id}");
    }

    private string Literal(string hex) =>
        Dialect == Dialect.Postgres ? $@"'\x{hex}'::bytea" : $"x'{hex}'";

    private async Task CertifyAsync(InstallationId ended)
    {
        await RunAsync($"delete from installations where id = '{ended}'");
        var record = (await Get<ITeardownStore>().FindByInstallationAsync(ended, Cancel))!;
        Assert.True(await Get<ITeardownStore>().CertifyAsync(record, Samples.Certificate(record), Cancel));
    }

    private static ErasureSubject SubjectOf(Installation stay) => new() { Installation = stay.Id, Shop = stay.Shop };

    private async Task<long> LeftAsync(Installation stay) =>
        (await Get<IResidue>().CountAsync(SubjectOf(stay), Cancel))
            .Single(count => count.Store == "webhook_inbox").Count;

    private static void Add(Dictionary<string, long> erased, IReadOnlyList<StoreCount> counts)
    {
        foreach (var count in counts) erased[count.Store] = erased.GetValueOrDefault(count.Store) + count.Count;
    }

    public sealed class OnPostgres() : ResetHandoverTests(Dialect.Postgres);

    public sealed class OnSqlite() : ResetHandoverTests(Dialect.Sqlite);
}
