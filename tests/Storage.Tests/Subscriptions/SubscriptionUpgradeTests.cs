using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Subscriptions;

/// <summary>The release that compares subscriptions by name, over the tables of the one before.</summary>
public abstract class SubscriptionUpgradeTests(Dialect dialect) : StorageTests(dialect)
{
    private ISubscriptionChecks Checks => Get<ISubscriptionChecks>();

    private IWebhookSubscriptionStore Records => Get<IWebhookSubscriptionStore>();

    [Fact]
    public async Task Migration_keeps_what_the_records_of_before_knew_and_has_every_stay_compared()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await RunAsync($"""
            drop index jobs_open_of_kind;
            drop table subscription_records;
            drop table subscription_checks;
            drop table wanted_subscriptions;
            insert into webhook_subscriptions values
                ('{stay.Id}', 'orders/create', 'https://a', 'gid://1', null, 5),
                ('{stay.Id}', 'customer.tags_added', 'https://a', null, 'being-created', 6),
                ('{stay.Id}', 'orders/paid', 'https://a', null, 'refused-access-denied', 7),
                ('{stay.Id}', 'themes/publish', 'https://a', null, 'throttled', 8);
            """);
        var folder = Dialect == Dialect.Postgres ? "Migrations/postgres/" : "Migrations/sqlite/";
        foreach (var name in (string[])["015_subscriptions", "020_shared_subscriptions"])
            await RunAsync(EmbeddedScripts.Read(folder).Single(script => script.Name == name).Text);

        Assert.Equal(
            [
                "customer-tags_added BeingCreated being-created ", "orders-create InPlace  gid://1",
                "orders-paid Refused refused-access-denied ", "themes-publish Missing throttled ",
            ],
            (await Records.ListAsync(stay.Id, Cancel))
                .Select(record => $"{record.Name} {record.State} {record.Reason} {record.ShopifyId}"));
        await Checks.AnnounceAsync("one", Cancel);
        Assert.Equal([stay.Id], await Checks.FindDueAsync("one", "reconcile-webhooks", 64, 10, Cancel));
    }

    // The statements are those of the release before, as it was released.
    [Fact]
    public async Task Process_of_the_release_before_saves_lists_hands_on_and_removes_beside_the_new_ones()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var next = await Services.StartAsync("next", Cancel);
        for (var time = 1; time <= 2; time++)
        {
            await RunAsync($"""
                insert into webhook_subscriptions (
                    installation_id, topic, uri, shopify_id, missing_because, checked_at)
                values ('{stay.Id}', 'orders/create', 'https://a', null, 'being-created', {time})
                on conflict (installation_id, topic) do update
                set uri = excluded.uri, shopify_id = excluded.shopify_id,
                    missing_because = excluded.missing_because, checked_at = excluded.checked_at
                """);
        }

        Assert.Equal(["orders/create being-created 2"], await ListAsync(stay));
        await RunAsync($"""
            update webhook_subscriptions set installation_id = '{next.Id}' where installation_id = '{stay.Id}'
            """);
        Assert.Equal(["orders/create being-created 2"], await ListAsync(next));
        await RunAsync($"""
            delete from webhook_subscriptions where installation_id = '{next.Id}' and topic = 'orders/create'
            """);
        Assert.Empty(await ListAsync(next));
        Assert.Empty(await Records.ListAsync(stay.Id, Cancel));
    }

    private Task<IReadOnlyList<string>> ListAsync(Installation stay) => QueryAsync<string>($"""
        select topic || ' ' || missing_because || ' ' || checked_at
        from (
            select topic, uri, shopify_id, missing_because, checked_at from webhook_subscriptions
            where installation_id = '{stay.Id}'
            order by topic
        ) as rows_of_before
        """);

    public sealed class OnPostgres() : SubscriptionUpgradeTests(Dialect.Postgres);

    public sealed class OnSqlite() : SubscriptionUpgradeTests(Dialect.Sqlite);
}
