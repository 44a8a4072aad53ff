using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;
using Shopkeeper.Storage.Tests.Teardowns;

namespace Shopkeeper.Storage.Tests.Operations;

public abstract class AuditLogTests(Dialect dialect) : ShopDataTests(dialect)
{
    private IAuditLog Log => Get<IAuditLog>();

    [Fact]
    public async Task Order_when_begun_stands_without_an_end_and_names_the_current_installation()
    {
        var installation = await InstallAsync();
        var order = Order("uninstall-shop") with { Shop = Shop, Reason = "test" };
        await Log.BeginAsync(order, Cancel);

        var begun = Assert.Single(await ListAsync());
        Assert.Equal((order.Id, "ada", "uninstall-shop", "test"), (begun.Id, begun.Actor, begun.Action, begun.Reason));
        Assert.Equal(installation.Id, begun.Installation);
        Assert.Null(begun.Status);
        Assert.Null(begun.Outcome);
        Assert.Null(begun.CompletedAt);

        var teardown = await FenceAsync(installation.Id);
        await Log.CompleteAsync(order.Id, new AuditOutcome(202, "accepted", teardown), Cancel);

        var ended = Assert.Single(await ListAsync());
        Assert.Equal((202, "accepted", teardown), (ended.Status, ended.Outcome, ended.Teardown));
        Assert.NotNull(ended.CompletedAt);
    }

    [Fact]
    public async Task End_of_an_order_when_written_twice_stays_the_first()
    {
        var order = Order("retry-teardown");
        await Log.BeginAsync(order, Cancel);
        await Log.CompleteAsync(order.Id, new AuditOutcome(202, "accepted"), Cancel);
        await Log.CompleteAsync(order.Id, new AuditOutcome(409, "certified"), Cancel);
        Assert.Equal("accepted", Assert.Single(await ListAsync()).Outcome);
    }

    [Fact]
    public async Task Order_about_a_teardown_has_its_shop_and_installation_also_when_it_is_certified()
    {
        var installation = await InstallAsync();
        var teardown = await FenceAsync(installation.Id);
        var waiver = Order("waive-step") with
        {
            Teardown = teardown,
            Step = "erase-participants",
            Participant = "search",
        };
        await Log.BeginAsync(waiver, Cancel);
        var record = (await Get<ITeardownStore>().FindAsync(teardown, Cancel))!;
        await PurgeAllAsync(SubjectOf(installation));
        Assert.True(await Get<ITeardownStore>().CertifyAsync(record, Samples.Certificate(record), Cancel));
        await Log.BeginAsync(Order("retry-teardown") with { Teardown = teardown }, Cancel);

        var entries = await ListAsync(new AuditFilter { Shop = Shop });
        Assert.Equal(["retry-teardown", "waive-step"], entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.Equal(installation.Id, entry.Installation));
        Assert.Equal(
            [(null, null), ("erase-participants", "search")],
            entries.Select(entry => (entry.Step, entry.Participant)));
    }

    [Fact]
    public async Task Rows_name_no_shop_and_hold_no_word_of_a_note()
    {
        await Log.BeginAsync(
            Order("waive-step") with { Shop = Shop, Note = "The search index of blue-widgets is gone." }, Cancel);

        var rows = string.Concat(await ReadAsync("select * from audit_log"));
        Assert.DoesNotContain("widgets", rows, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            Convert.ToHexString("widgets"u8), rows, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("The search index of blue-widgets is gone.", Assert.Single(await ListAsync()).Note);
    }

    [Fact]
    public async Task Entries_are_found_by_shop_actor_action_and_time_and_paged_without_a_gap()
    {
        await RunAsync("delete from audit_log");
        for (var number = 0; number < 7; number++)
        {
            await Log.BeginAsync(
                Order(number % 2 == 0 ? "uninstall-shop" : "reset-shop") with
                {
                    Actor = number < 3 ? "ada" : "bob",
                    Shop = number == 6 ? Neighbour : Shop,
                },
                Cancel);
        }

        Assert.Equal(3, (await ListAsync(new AuditFilter { Actor = "ada" })).Count);
        Assert.Equal(3, (await ListAsync(new AuditFilter { Action = "reset-shop" })).Count);
        Assert.Single(await ListAsync(new AuditFilter { Shop = Neighbour }));
        Assert.Single(await ListAsync(new AuditFilter { Shop = Shop, Actor = "bob", Action = "uninstall-shop" }));
        var now = TimeProvider.System.GetUtcNow();
        Assert.Empty(await ListAsync(new AuditFilter { Since = now.AddHours(1) }));
        Assert.Equal(7, (await ListAsync(new AuditFilter { Since = now.AddHours(-1) })).Count);

        var all = (await ListAsync()).Select(entry => entry.Id).ToArray();
        var paged = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await Log.ListAsync(new AuditFilter(), new PageRequest(cursor, 2), Cancel);
            paged.AddRange(page.Items.Select(entry => entry.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(all, paged);
        await Assert.ThrowsAsync<InvalidCursorException>(
            () => Log.ListAsync(new AuditFilter(), new PageRequest("c2hvcHM6eA", 2), Cancel));
    }

    [Fact]
    public async Task Entries_and_keys_go_when_they_are_older_than_they_are_kept()
    {
        await Log.BeginAsync(Order("old"), Cancel);
        await Get<IRequestKeys>().RememberAsync(new KeyedRequest("a", "old", [1]), Cancel);
        await RunAsync("update audit_log set at = 1; update request_keys set at = 1");
        await Log.BeginAsync(Order("young"), Cancel);
        await Get<IRequestKeys>().RememberAsync(new KeyedRequest("a", "young", [1]), Cancel);

        Assert.Equal(2, await Get<IRetention>().DropOldAsync(Cancel));

        Assert.Equal("young", Assert.Single(await ListAsync()).Action);
        Assert.Equal(1, await CountAsync("request_keys", "1 = 1"));
    }

    private static AuditedOrder Order(string action) => new() { Id = NewId(), Actor = "ada", Action = action };

    private async Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter? filter = null) =>
        (await Log.ListAsync(filter ?? new AuditFilter(), FirstPage, Cancel)).Items;

    public sealed class OnPostgres() : AuditLogTests(Dialect.Postgres);

    public sealed class OnSqlite() : AuditLogTests(Dialect.Sqlite);
}
