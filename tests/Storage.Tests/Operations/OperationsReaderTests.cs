using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;
using Shopkeeper.Storage.Tests.Teardowns;

namespace Shopkeeper.Storage.Tests.Operations;

public abstract class OperationsReaderTests(Dialect dialect) : ShopDataTests(dialect)
{
    private IOperationsReader Reader => Get<IOperationsReader>();

    [Fact]
    public async Task Shops_are_listed_by_domain_with_the_state_of_their_newest_installation()
    {
        var installed = await InstallAsync(Named("a"));
        var dormant = await InstallAsync(Named("b"));
        var dormantSince = dormant.StartedAt.AddMinutes(5);
        await Get<IInstallationStore>().SetAccessAsync(dormant.Id, AccessState.Frozen, dormantSince, Cancel);
        var confirming = await InstallAsync(Named("c"));
        await Planting.DeliverAsync(Database, confirming.Shop, "app/uninstalled", "claim", Cancel);
        await Get<ITeardownStore>().OpenAsync(
            Samples.Confirming(confirming, "claim"), Samples.Delivery(confirming, 1, "claim"), Cancel);
        await FenceAsync((await InstallAsync(Named("d"))).Id);
        var stalled = await FenceAsync((await InstallAsync(Named("e"))).Id);
        await RunAsync($"update teardowns set status = 3 where id = '{stalled}'");
        await FenceAsync((await InstallAsync(Named("f"))).Id);
        var again = await InstallAsync(Named("f"));

        var all = await ListAsync(null, null);
        Assert.Equal(
            [
                ("a", ShopState.Installed), ("b", ShopState.Dormant), ("c", ShopState.Confirming),
                ("d", ShopState.TearingDown), ("e", ShopState.Stalled), ("f", ShopState.Installed),
            ],
            all.Select(shop => (shop.Shop.Handle, shop.State)));
        Assert.Equal((again.Id, 2), (all[^1].InstallationId, all[^1].Generation));
        Assert.Equal(installed.ShopId, all[0].ShopId);
        Assert.Equal(["b"], (await ListAsync(ShopState.Dormant, null)).Select(shop => shop.Shop.Handle));
        Assert.Equal(["b"], (await ListAsync(null, null, AccessState.Frozen)).Select(shop => shop.Shop.Handle));
        Assert.Empty(await ListAsync(null, null, AccessState.Refused));
        Assert.Equal((AccessState.Frozen, dormantSince), (all[1].Access, all[1].DormantSince));
        Assert.Equal((AccessState.Fine, null), (all[0].Access, all[0].DormantSince));
        var detail = (await Reader.FindShopAsync(dormant.Shop, Cancel))!.Summary;
        Assert.Equal((AccessState.Frozen, dormantSince), (detail.Access, detail.DormantSince));
        Assert.Equal(["c"], (await ListAsync(null, $"{confirming.ShopId}")).Select(shop => shop.Shop.Handle));
    }

    [Theory]
    [InlineData("widgets", 2)]
    [InlineData(" BLUE ", 1)]
    [InlineData("%", 0)]
    [InlineData("_", 0)]
    [InlineData("' or 1=1 --", 0)]
    [InlineData("", 2)]
    public async Task Search_takes_its_words_as_they_are(string search, int found)
    {
        await InstallAsync();
        await InstallAsync(Neighbour);
        Assert.Equal(found, (await ListAsync(null, search)).Count);
    }

    [Fact]
    public async Task Shops_are_paged_without_loss_while_others_come()
    {
        foreach (var name in (string[])["b", "d", "f"])
            await InstallAsync(Named(name));
        var first = await Reader.ListShopsAsync(null, null, null, new PageRequest(null, 2), Cancel);
        await InstallAsync(Named("a"));
        await InstallAsync(Named("e"));
        var second = await Reader.ListShopsAsync(null, null, null, new PageRequest(first.NextCursor, 2), Cancel);
        Assert.Equal(["b", "d"], first.Items.Select(shop => shop.Shop.Handle));
        Assert.Equal(["e", "f"], second.Items.Select(shop => shop.Shop.Handle));
        Assert.Null(second.NextCursor);
        await Assert.ThrowsAsync<InvalidCursorException>(
            () => Reader.ListShopsAsync(null, null, null, new PageRequest("c2hvcHM6bm8", 2), Cancel));
    }

    [Fact]
    public async Task Shop_in_detail_shows_its_rows_then_its_teardown_and_at_last_nothing_but_its_certificate()
    {
        var installation = await InstallAsync();
        await Planting.PlantAsync(Services, installation, Cancel);
        var detail = await Reader.FindShopAsync(Shop, Cancel);
        Assert.Equal("read_products", detail!.Scopes);
        Assert.Empty(detail.Teardowns);
        Assert.Equal(1, detail.Stores.Single(store => store.Store == "sessions").Count);

        await FenceAsync(installation.Id);
        await PurgeAllAsync(SubjectOf(installation));
        detail = await Reader.FindShopAsync(Shop, Cancel);
        Assert.Equal(ShopState.TearingDown, detail!.Summary.State);
        Assert.Equal(installation.ShopId, detail.Summary.ShopId);
        Assert.Equal(0, detail.Stores.Sum(store => store.Count));
        Assert.Empty(await ListAsync(null, null));

        var teardown = Assert.Single(detail.Teardowns);
        Assert.True(await Get<ITeardownStore>().CertifyAsync(teardown, Samples.Certificate(teardown), Cancel));
        Assert.Null(await Reader.FindShopAsync(Shop, Cancel));
        Assert.Single((await Get<ICertificateStore>().ListAsync(Shop, FirstPage, Cancel)).Items);
    }

    [Fact]
    public async Task Certificates_are_paged_newest_first_and_found_by_the_shop_alone()
    {
        var expected = new List<Guid>();
        for (var i = 0; i < 3; i++)
            expected.Insert(0, await CertifyAsync(Shop, Now.AddMinutes(i)));
        var elsewhere = await CertifyAsync(Neighbour, Now.AddMinutes(9));

        var store = Get<ICertificateStore>();
        var first = await store.ListAsync(Shop, new PageRequest(null, 2), Cancel);
        var second = await store.ListAsync(Shop, new PageRequest(first.NextCursor, 2), Cancel);
        Assert.Equal(expected, [.. first.Items.Select(one => one.Id), .. second.Items.Select(one => one.Id)]);
        var all = await store.ListAsync(null, FirstPage, Cancel);
        Assert.Equal([elsewhere, .. expected], all.Items.Select(one => one.Id));
        Assert.All(await ReadAsync("select * from certificates"), row =>
            Assert.DoesNotContain("widgets", row, StringComparison.OrdinalIgnoreCase));
    }

    private static ShopDomain Named(string name) => ShopDomain.Parse($"{name}.myshopify.com");

    private async Task<IReadOnlyList<ShopSummary>> ListAsync(
        ShopState? state, string? search, AccessState? because = null) =>
        (await Reader.ListShopsAsync(state, because, search, FirstPage, Cancel)).Items;

    private async Task<Guid> CertifyAsync(ShopDomain shop, DateTimeOffset at)
    {
        var installation = await InstallAsync(shop);
        await FenceAsync(installation.Id);
        await PurgeAllAsync(SubjectOf(installation));
        var teardown = await Get<ITeardownStore>().FindByInstallationAsync(installation.Id, Cancel);
        var certificate = Samples.Certificate(teardown!, at);
        Assert.True(await Get<ITeardownStore>().CertifyAsync(teardown!, certificate, Cancel));
        return certificate.Id;
    }

    public sealed class OnPostgres() : OperationsReaderTests(Dialect.Postgres);

    public sealed class OnSqlite() : OperationsReaderTests(Dialect.Sqlite);
}
