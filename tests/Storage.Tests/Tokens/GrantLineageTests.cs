using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Tokens;

/// <summary>
/// An install whose answer was lost brings its grant once more. Found by the simulation: the stay that had it had ended
/// meanwhile, another one began with the same pair, and the teardown's refresh made it worthless.
/// </summary>
public abstract class GrantLineageTests(Dialect dialect) : StorageTests(dialect)
{
    private static readonly Guid Exchange = new("00000000-0000-7000-8000-000000000007");
    private static readonly Guid Holder = new("00000000-0000-7000-8000-000000000001");

    private static Grant First => GrantStoreTests.Pair("1") with { Origin = Exchange };

    private static Grant Bought => GrantStoreTests.Pair("2") with { Origin = Exchange };

    private IGrantStore Grants => Get<IGrantStore>();

    private IInstallationStore Installations => Get<IInstallationStore>();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stay_does_not_begin_with_a_grant_that_an_ended_one_holds(bool wasRefreshed)
    {
        var ended = await BeginAsync(First);
        await Services.FenceAsync(ended.Id, Cancel);
        if (wasRefreshed) Assert.True(await Grants.StoreRefreshedAsync(ended.Id, 0, Holder, Bought, Cancel));

        await Assert.ThrowsAsync<GrantSpentException>(() => BeginAsync(First));

        Assert.Null(await Installations.FindCurrentAsync(ended.Shop, Cancel));
        await BeginAsync(GrantStoreTests.Pair("3") with { Origin = Guid.CreateVersion7() });
    }

    [Fact]
    public async Task Grant_of_another_shop_or_of_no_known_origin_begins_a_stay()
    {
        var ended = await BeginAsync(First);
        await Services.FenceAsync(ended.Id, Cancel);

        await BeginAsync(First, "green");
        await BeginAsync(First with { Origin = null });
    }

    [Fact]
    public async Task Grant_that_is_brought_once_more_does_not_undo_its_refresh()
    {
        var stay = await BeginAsync(First);
        Assert.True(await Grants.StoreRefreshedAsync(stay.Id, 0, Holder, Bought, Cancel));

        Assert.Equal(stay.Id, (await SwapAsync(stay, First)).Id);

        Assert.Equal(Bought, await Installations.ReadGrantAsync(stay.Id, Cancel));
        var other = GrantStoreTests.Pair("3") with { Origin = Guid.CreateVersion7() };
        await SwapAsync(stay, other);
        Assert.Equal(other, await Installations.ReadGrantAsync(stay.Id, Cancel));
    }

    [Fact]
    public async Task Grant_that_a_reset_moved_is_known_in_the_next_stay()
    {
        var stay = await BeginAsync(First);
        var next = (await Installations.FenceAsync(Stays.Reset(stay), Cancel)).Successor!;
        Assert.True(await Grants.StoreRefreshedAsync(next.Id, 0, Holder, Bought, Cancel));

        await SwapAsync(next, First);

        Assert.Equal(Bought, await Installations.ReadGrantAsync(next.Id, Cancel));
    }

    private async Task<Installation> BeginAsync(Grant grant, string shop = "blue")
    {
        var (started, stay) = await Installations.StartAsync(Stays.Of(shop) with { Grant = grant }, Cancel);
        Assert.True(started);
        return stay;
    }

    private Task<Installation> SwapAsync(Installation stay, Grant grant) => Installations.SwapGrantAsync(
        new GrantSwap { Installation = stay.Id, Grant = grant, AppInstallationId = stay.AppInstallationId }, Cancel);

    public sealed class OnPostgres() : GrantLineageTests(Dialect.Postgres);

    public sealed class OnSqlite() : GrantLineageTests(Dialect.Sqlite);
}
