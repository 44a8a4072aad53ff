using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.ShopData;

public abstract class StoresTests(Dialect dialect) : ShopDataTests(dialect)
{
    [Fact]
    public async Task Session_when_saved_again_is_replaced_and_read_as_it_was_written()
    {
        var installation = (await InstallAsync()).Id;
        var store = Get<ISessionStore>();
        await store.SaveAsync(installation, Planting.Session(), Cancel);
        var offline = new StoredSession { Id = "offline", IsOnline = false, SeenAt = Now.AddMinutes(2) };
        await store.SaveAsync(installation, offline, Cancel);
        var seenAgain = Planting.Session() with { SeenAt = Now.AddMinutes(1), ShopifySessionId = "another" };
        await store.SaveAsync(installation, seenAgain, Cancel);

        Assert.Equal([offline, seenAgain], await store.ListAsync(installation, 10, Cancel));
        Assert.Equal([offline], await store.ListAsync(installation, 1, Cancel));
        Assert.Empty(await store.ListAsync(NewInstallationId(), 10, Cancel));
    }

    [Fact]
    public async Task Preferences_belong_to_one_user_of_one_installation()
    {
        var one = (await InstallAsync()).Id;
        var other = (await InstallAsync(Neighbour)).Id;
        var store = Get<IPreferenceStore>();
        await store.SaveAsync(one, "1", """{"a":1}""", Cancel);
        await store.SaveAsync(one, "2", """{"b":2}""", Cancel);
        await store.SaveAsync(one, "1", """{"a":"ä"}""", Cancel);

        Assert.Equal("""{"a":"ä"}""", await store.FindAsync(one, "1", Cancel));
        Assert.Null(await store.FindAsync(other, "1", Cancel));
        await store.DeleteAsync(one, "1", Cancel);
        await store.DeleteAsync(one, "1", Cancel);
        Assert.Null(await store.FindAsync(one, "1", Cancel));
        Assert.Equal("""{"b":2}""", await store.FindAsync(one, "2", Cancel));
    }

    [Fact]
    public async Task Api_logs_are_paged_newest_first_and_rows_that_come_meanwhile_shift_nothing()
    {
        var installation = (await InstallAsync()).Id;
        var store = Get<IApiLogStore>();
        var entries = Enumerable.Range(0, 5)
            .Select(i => Planting.LogEntry(Guid.CreateVersion7(Now.AddSeconds(i))) with { At = Now.AddSeconds(i) })
            .ToArray();
        foreach (var entry in entries)
            await store.AppendAsync(installation, entry, Cancel);

        var first = await store.ListAsync(installation, new PageRequest(null, 2), Cancel);
        await store.AppendAsync(installation, Planting.LogEntry(Guid.CreateVersion7(Now.AddSeconds(9))), Cancel);
        var second = await store.ListAsync(installation, new PageRequest(first.NextCursor, 2), Cancel);
        var third = await store.ListAsync(installation, new PageRequest(second.NextCursor, 2), Cancel);

        Assert.Equal(entries.Reverse(), [.. first.Items, .. second.Items, .. third.Items]);
        Assert.Null(third.NextCursor);
    }

    [Fact]
    public async Task Api_log_entry_when_appended_again_is_there_once_and_a_long_detail_is_cut_between_characters()
    {
        var installation = (await InstallAsync()).Id;
        var store = Get<IApiLogStore>();
        var entry = Planting.LogEntry() with { Detail = "x" + new string('ä', 4_000), Status = null, Cost = null };
        await store.AppendAsync(installation, entry, Cancel);
        await store.AppendAsync(installation, entry, Cancel);
        await store.AppendAsync(installation, Planting.LogEntry() with { Detail = null }, Cancel);

        var page = await store.ListAsync(installation, FirstPage, Cancel);
        Assert.Equal(2, page.Items.Count);
        var found = Assert.Single(page.Items, item => item.Detail is not null);
        Assert.Equal("x" + new string('ä', 2_047), found.Detail);
        Assert.Null(found.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not base64!")]
    [InlineData("YXBpLWxvZ3M6Nw")]
    [InlineData("am9iczox")]
    public async Task Cursor_that_the_list_did_not_give_out_is_refused(string cursor)
    {
        var installation = (await InstallAsync()).Id;
        await Assert.ThrowsAsync<InvalidCursorException>(
            () => Get<IApiLogStore>().ListAsync(installation, new PageRequest(cursor, 2), Cancel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(251)]
    public async Task Page_of_an_impossible_size_is_refused(int limit)
    {
        var installation = (await InstallAsync()).Id;
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Get<IApiLogStore>().ListAsync(installation, new PageRequest(null, limit), Cancel));
    }

    [Fact]
    public async Task Catalogue_when_synchronised_again_keeps_what_was_seen_and_drops_the_rest()
    {
        var installation = (await InstallAsync()).Id;
        var other = (await InstallAsync(Neighbour)).Id;
        var store = Get<ICatalogueStore>();
        var products = Enumerable.Range(0, 250).Select(i => Planting.Product($"gid://shopify/Product/{i}")).ToArray();
        await store.SaveAsync(installation, products, Cancel);
        await store.SaveAsync(other, products, Cancel);
        var seen = Now.AddMinutes(1).ToUnixTimeMilliseconds();
        await store.SaveAsync(
            installation, [.. products.Take(10).Select(product => Planting.Product(product.Id, seen))], Cancel);
        await store.SaveAsync(installation, [], Cancel);

        Assert.Equal(250, await store.CountAsync(installation, Cancel));
        Assert.Equal(240, await store.RemoveUnseenAsync(installation, Now.AddMinutes(1), Cancel));
        Assert.Equal(0, await store.RemoveUnseenAsync(installation, Now.AddMinutes(1), Cancel));
        Assert.Equal(10, await store.CountAsync(installation, Cancel));
        Assert.Equal(250, await store.CountAsync(other, Cancel));
    }

    [Fact]
    public async Task Catalogue_when_given_more_than_250_products_at_once_refuses_them()
    {
        var installation = (await InstallAsync()).Id;
        var products = Enumerable.Range(0, 251).Select(i => Planting.Product($"gid://shopify/Product/{i}")).ToArray();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Get<ICatalogueStore>().SaveAsync(installation, products, Cancel));
    }

    [Fact]
    public async Task Subscription_when_removed_after_the_end_is_gone_and_twice_is_safe()
    {
        var installation = (await InstallAsync()).Id;
        var store = Get<IWebhookSubscriptionStore>();
        var refused = Planting.Subscription("orders/paid") with
        {
            ShopifyId = null, State = SubscriptionState.Refused, Reason = "access-denied", Filter = "id:1",
            IncludeFields = ["id", "tags"], MetafieldNamespaces = ["app"],
        };
        var changed = Planting.Subscription("products/update") with
        {
            State = SubscriptionState.Different, Reason = "shopify-keeps-it-otherwise", IsShared = true,
            Actual = new()
            {
                Uri = "https://other.example/", Filter = "id:2", IncludeFields = ["id"],
                MetafieldNamespaces = ["theirs"], Format = "XML",
            },
        };
        await store.SaveAsync(installation, [changed, Planting.Subscription("orders/paid")], Cancel);
        await store.SaveAsync(installation, [refused], Cancel);
        await store.SaveAsync(installation, [], Cancel);
        Assert.Equal([refused, changed], await store.ListAsync(installation, Cancel));

        await FenceAsync(installation);
        await store.RemoveAsync(installation, "orders-paid", Cancel);
        await store.RemoveAsync(installation, "orders-paid", Cancel);
        Assert.Equal(["products/update"], (await store.ListAsync(installation, Cancel)).Select(one => one.Topic));
    }

    public sealed class OnPostgres() : StoresTests(Dialect.Postgres);

    public sealed class OnSqlite() : StoresTests(Dialect.Sqlite);
}
