using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;

namespace Shopkeeper.Storage.Tests.Participants;

/// <summary>Work that waits for an earlier stay's erasure: later, and with all its attempts.</summary>
public abstract class PutOffTests(Dialect dialect) : ShopDataTests(dialect)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Jobs_of_the_kinds_that_wait_are_put_off_and_the_others_are_not()
    {
        var jobs = Get<IJobStore>();
        var installation = (await InstallAsync()).Id;
        var neighbour = (await InstallAsync(Neighbour)).Id;
        var waits = (await jobs.EnqueueAsync(installation, Planting.Job("mail"), Cancel)).Job;
        var goes = (await jobs.EnqueueAsync(installation, Planting.Job("sync"), Cancel)).Job;
        var other = (await jobs.EnqueueAsync(neighbour, Planting.Job("mail"), Cancel)).Job;

        Assert.Equal(1, await jobs.PutOffAsync(installation, ["mail", "list"], Hour, Cancel));
        Assert.Equal(0, await jobs.PutOffAsync(installation, ["mail", "list"], Hour, Cancel));

        var later = (await jobs.FindAsync(installation, waits.Id, Cancel))!;
        Assert.Equal((JobStatus.Queued, 0), (later.Status, later.Attempts));
        Assert.True(later.RunAt >= waits.RunAt!.Value.AddMinutes(59));
        var claim = new JobClaim("runner", 10, Hour);
        Assert.Equal([goes.Id], (await jobs.ClaimAsync(installation, claim, Cancel)).Select(job => job.Id));
        Assert.Equal([other.Id], (await jobs.ClaimAsync(neighbour, claim, Cancel)).Select(job => job.Id));
    }

    [Fact]
    public async Task Delivery_that_is_put_off_is_not_due_and_has_spent_no_attempt()
    {
        var inbox = Get<IWebhookInbox>();
        var shop = (await InstallAsync()).Shop;
        foreach (var topic in (string[])["customers/create", "orders/create"])
        {
            await inbox.RecordAsync(
                new IncomingDelivery { Shop = shop, Topic = topic, WebhookId = topic, Body = "{}"u8.ToArray() },
                Cancel);
        }

        var waits = (await inbox.ReadDueAsync(shop, 10, Cancel)).Single(one => one.Topic == "customers/create");

        await inbox.PutOffAsync(waits, Hour, "awaits-earlier-stay", Cancel);
        Assert.Equal("orders/create", Assert.Single(await inbox.ReadDueAsync(shop, 10, Cancel)).Topic);

        await inbox.PutOffAsync(waits, -Hour, "awaits-earlier-stay", Cancel);
        var due = (await inbox.ReadDueAsync(shop, 10, Cancel)).Single(one => one.Topic == "customers/create");
        Assert.Equal(0, due.Attempts);
    }

    [Fact]
    public async Task Ended_stays_of_a_shop_are_listed_by_generation_and_no_other_shops()
    {
        var store = Get<ITeardownStore>();
        var first = await InstallAsync();
        await FenceAsync(first.Id);
        var second = await InstallAsync(first.Shop);
        await FenceAsync((await InstallAsync(Neighbour)).Id);
        Assert.Equal([first.Id], (await store.ListEndedAsync(first.Shop, Cancel)).Select(one => one.Installation));

        await FenceAsync(second.Id);

        var ended = await store.ListEndedAsync(first.Shop, Cancel);
        Assert.Equal([first.Id, second.Id], ended.Select(one => one.Installation));
    }

    public sealed class OnPostgres() : PutOffTests(Dialect.Postgres);

    public sealed class OnSqlite() : PutOffTests(Dialect.Sqlite);
}
