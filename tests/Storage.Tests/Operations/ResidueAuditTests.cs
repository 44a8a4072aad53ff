using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;
using Shopkeeper.Storage.Tests.Teardowns;

namespace Shopkeeper.Storage.Tests.Operations;

public abstract class ResidueAuditTests(Dialect dialect) : ShopDataTests(dialect)
{
    private IResidueAudit Audit => Get<IResidueAudit>();

    [Fact]
    public async Task Ended_installations_are_listed_with_what_is_left_and_current_ones_are_not()
    {
        await InstallAsync(Neighbour);
        var running = await InstallAsync();
        await FenceAsync(running.Id);
        var certified = await CertifiedAsync("green");

        var all = await ListAsync();

        Assert.Equal([running.Id, certified.Id], all.Select(one => one.Installation));
        Assert.Equal([false, true], all.Select(one => one.IsCertified));
        Assert.Equal(1, all[0].Stores.Single(store => store.Store == "installations").Count);
        Assert.True(all[1].Stores.Count >= 10);
        Assert.Equal(0, all[1].Stores.Sum(store => store.Count));
    }

    // Nothing but a keyed hash is known of the shop; what still has its name is found all the same.
    [Fact]
    public async Task Residue_that_names_the_shop_of_a_certified_installation_is_found_by_the_hash_of_its_name()
    {
        var certified = await CertifiedAsync("green");
        await RunAsync($"""
            insert into install_intents (id, shop, expires_at) values ('{NewId()}', '{certified.Shop.Value}', 1)
            """);

        var one = Assert.Single(await ListAsync());

        Assert.Equal(1, one.Stores.Single(store => store.Store == "install_intents").Count);
    }

    [Fact]
    public async Task Residue_of_an_old_stay_is_not_what_the_shop_holds_since_it_is_back()
    {
        var certified = await CertifiedAsync("green");
        await InstallAsync(certified.Shop);
        await Planting.DeliverAsync(Database, certified.Shop, "products/update", "new", Cancel);

        Assert.Equal(0, Assert.Single(await ListAsync()).Stores.Sum(store => store.Count));
    }

    [Fact]
    public async Task Pages_hold_every_ended_installation_once()
    {
        for (var number = 0; number < 5; number++) await CertifiedAsync($"shop-{number}");
        foreach (var name in (string[])["shop-5", "shop-6"])
            await FenceAsync((await InstallAsync(Stays.Shop(name))).Id);
        var seen = new List<InstallationId>();
        string? cursor = null;
        do
        {
            var page = await Audit.ListAsync(new PageRequest(cursor, 3), Cancel);
            seen.AddRange(page.Items.Select(one => one.Installation));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(7, seen.Count);
        Assert.Equal(seen, seen.OrderBy(id => id.ToString(), StringComparer.Ordinal));
        await Assert.ThrowsAsync<InvalidCursorException>(() => Audit.ListAsync(new PageRequest("x", 3), Cancel));
    }

    // A stray row of the shop was counted once for each stay that had ever been certified.
    [Fact]
    public async Task Residue_of_a_shop_that_ended_three_times_is_counted_once_and_its_stays_are_paged()
    {
        var stays = new List<Installation>();
        for (var number = 0; number < 3; number++) stays.Add(await CertifiedAsync("green"));
        await CertifiedAsync("neighbour");
        await Planting.DeliverAsync(Database, stays[0].Shop, "products/update", "stray", Cancel);
        await RunAsync($"""
            insert into install_intents (id, shop, expires_at) values ('{NewId()}', '{stays[0].Shop.Value}', 1)
            """);

        var whole = await Audit.ListOfShopAsync(stays[0].Shop, FirstPage, Cancel);
        Assert.Equal([stays[2].Id, stays[1].Id, stays[0].Id], whole.Installations);
        Assert.Null(whole.NextCursor);
        Assert.Equal(
            ["install_intents", "webhook_inbox"],
            whole.Stores.Where(store => store.Count > 0).Select(store => store.Store));
        Assert.Equal(2, whole.Stores.Sum(store => store.Count));

        var first = await Audit.ListOfShopAsync(stays[0].Shop, new PageRequest(null, 2), Cancel);
        var last = await Audit.ListOfShopAsync(stays[0].Shop, new PageRequest(first.NextCursor, 2), Cancel);
        Assert.Equal(whole.Installations, first.Installations.Concat(last.Installations));
        Assert.Null(last.NextCursor);
        Assert.Equal((2, 0), (first.Stores.Sum(store => store.Count), last.Stores.Sum(store => store.Count)));
        Assert.Empty((await Audit.ListOfShopAsync(Neighbour, FirstPage, Cancel)).Installations);
    }

    [Fact]
    public async Task Residue_of_each_stay_of_a_shop_is_counted_with_it()
    {
        var first = await InstallAsync();
        await FenceAsync(first.Id);
        var second = await InstallAsync();
        await FenceAsync(second.Id);
        await InstallAsync();

        var residue = await Audit.ListOfShopAsync(Shop, FirstPage, Cancel);

        Assert.Equal([second.Id, first.Id], residue.Installations);
        Assert.Equal(2, residue.Stores.Single(store => store.Store == "installations").Count);
    }

    private async Task<Installation> CertifiedAsync(string name)
    {
        var installation = await InstallAsync(Stays.Shop(name));
        var teardown = await FenceAsync(installation.Id);
        var record = (await Get<ITeardownStore>().FindAsync(teardown, Cancel))!;
        await PurgeAllAsync(SubjectOf(installation));
        Assert.True(await Get<ITeardownStore>().CertifyAsync(record, Samples.Certificate(record), Cancel));
        return installation;
    }

    private async Task<IReadOnlyList<EndedResidue>> ListAsync() => (await Audit.ListAsync(FirstPage, Cancel)).Items;

    public sealed class OnPostgres() : ResidueAuditTests(Dialect.Postgres);

    public sealed class OnSqlite() : ResidueAuditTests(Dialect.Sqlite);
}
