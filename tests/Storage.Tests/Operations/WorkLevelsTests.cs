using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;
using Shopkeeper.Storage.Tests.Teardowns;

namespace Shopkeeper.Storage.Tests.Operations;

public abstract class WorkLevelsTests(Dialect dialect) : ShopDataTests(dialect)
{
    [Fact]
    public async Task Levels_of_an_empty_database_are_zero_and_nothing_is_due()
    {
        var levels = await ReadAsync();
        Assert.Equal(0, levels.Installed + levels.TeardownsRunning + levels.DeliveriesWaiting + levels.JobsQueued);
        Assert.Null(levels.DueSince);
        Assert.Null(levels.OldestEnd);
        Assert.Equal(TimeSpan.Zero, levels.Overdue);
    }

    [Fact]
    public async Task Levels_count_stays_and_ends_by_what_became_of_them()
    {
        await InstallAsync(Named("a"));
        var dormant = await InstallAsync(Named("b"));
        await Get<IInstallationStore>().SetAccessAsync(dormant.Id, AccessState.Frozen, Now, Cancel);
        var claimed = await InstallAsync(Named("c"));
        await Planting.DeliverAsync(Database, claimed.Shop, "app/uninstalled", "claim", Cancel);
        await Get<ITeardownStore>().OpenAsync(
            Samples.Confirming(claimed, "claim"), Samples.Delivery(claimed, 1, "claim"), Cancel);
        await FenceAsync((await InstallAsync(Named("d"))).Id);
        var stalled = await FenceAsync((await InstallAsync(Named("e"))).Id);
        await RunAsync($"update teardowns set status = 3, next_attempt_at = null where id = '{stalled}'");

        var levels = await ReadAsync();
        Assert.Equal((3, 1), (levels.Installed, levels.Dormant));
        Assert.Equal(
            (1, 1, 1), (levels.TeardownsConfirming, levels.TeardownsRunning, levels.TeardownsStalled));
        Assert.NotNull(levels.OldestEnd);
        Assert.NotNull(levels.DueSince);
    }

    [Fact]
    public async Task Overdue_is_how_long_the_longest_waiting_delivery_has_waited_and_a_dead_one_waits_for_nothing()
    {
        var shop = (await InstallAsync()).Shop;
        await Planting.DeliverAsync(Database, shop, "orders/waits", "waits", Cancel);
        await Planting.DeliverAsync(Database, shop, "orders/dead", "dead", Cancel);
        var (waits, dead) = ((await ReadAsync()).At.AddMinutes(-10), (await ReadAsync()).At.AddHours(-1));
        await RunAsync(
            $"update webhook_inbox set due_at = {waits.ToUnixTimeMilliseconds()} where topic = 'orders/waits'");
        await RunAsync(
            $"update webhook_inbox set due_at = {dead.ToUnixTimeMilliseconds()}, dead_at = recorded_at, attempts = 10 "
            + "where topic = 'orders/dead'");

        var levels = await ReadAsync();
        Assert.Equal((1, 1), (levels.DeliveriesWaiting, levels.DeliveriesDead));
        Assert.InRange(levels.Overdue, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(12));
    }

    [Fact]
    public async Task Overdue_is_also_how_long_a_compliance_request_that_nobody_works_on_has_been_due()
    {
        var shop = (await InstallAsync()).Shop;
        await Get<Shopkeeper.Grains.Abstractions.Webhooks.IWebhookInbox>().RecordAsync(
            Compliance.Deliveries.Of("customers/data_request", shop.Value.Split('.')[0], "asked"), Cancel);
        await RunAsync("delete from webhook_inbox");
        await RunAsync("update compliance_requests set next_attempt_at = next_attempt_at - 600000");

        Assert.InRange((await ReadAsync()).Overdue, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(12));
    }

    private static ShopDomain Named(string name) => ShopDomain.Parse($"{name}.myshopify.com");

    private Task<WorkLevels> ReadAsync() => Get<IWorkLevels>().ReadAsync(Cancel);

    public sealed class OnPostgres() : WorkLevelsTests(Dialect.Postgres);

    public sealed class OnSqlite() : WorkLevelsTests(Dialect.Sqlite);
}
