using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Installations;

/// <summary>The scopes granted, as news of them come: late, twice and in any order.</summary>
public abstract class ScopesTests(Dialect dialect) : StorageTests(dialect)
{
    private IInstallationStore Store => Get<IInstallationStore>();

    [Fact]
    public async Task Scopes_follow_the_newest_word_however_often_and_late_the_others_come()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var later = stay.StartedAt.AddMinutes(1);

        Assert.False(await UpdateAsync(stay, "read_orders", stay.StartedAt.AddMinutes(-1)));
        Assert.True(await UpdateAsync(stay, "write_products,write_orders", later.AddMinutes(1)));
        Assert.False(await UpdateAsync(stay, "read_orders", later));
        Assert.False(await UpdateAsync(stay, "read_orders", later.AddMinutes(1)));

        Assert.Equal("write_products,write_orders", (await Store.FindAsync(stay.Id, Cancel))!.Scopes);
        Assert.True(await UpdateAsync(stay, "", later.AddMinutes(2)));
        Assert.Equal("", (await Store.FindAsync(stay.Id, Cancel))!.Scopes);
    }

    [Fact]
    public async Task Scopes_of_a_new_grant_outdo_news_that_are_older()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await RunAsync("update installations set scopes_at = 1");
        await Store.SwapGrantAsync(
            new GrantSwap { Installation = stay.Id, Grant = Stays.Grant("shpat_2"), AppInstallationId = "gid://2" },
            Cancel);

        Assert.False(await UpdateAsync(stay, "read_orders", stay.StartedAt.AddMinutes(-1)));
        Assert.Equal("read_products,write_products", (await Store.FindAsync(stay.Id, Cancel))!.Scopes);
    }

    [Fact]
    public async Task Scopes_that_change_between_a_grant_s_answer_and_its_writing_are_not_taken_for_old()
    {
        var asked = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var grant = Stays.Grant("shpat_1") with { AskedAt = asked };
        var stay = (await Store.StartAsync(Stays.Of("blue") with { Grant = grant }, Cancel)).Installation;

        Assert.False(await UpdateAsync(stay, "read_orders", asked.AddSeconds(-1)));
        Assert.True(await UpdateAsync(stay, "write_orders", asked.AddSeconds(1)));
        await Store.SwapGrantAsync(
            new GrantSwap { Installation = stay.Id, Grant = grant, AppInstallationId = "gid://2" }, Cancel);
        Assert.True(await UpdateAsync(stay, "write_orders", asked.AddSeconds(2)));
        Assert.True(await Get<IGrantStore>().StoreRefreshedAsync(stay.Id, 1, Guid.Empty, grant, Cancel));
        Assert.True(await UpdateAsync(stay, "write_orders", asked.AddSeconds(3)));
    }

    [Fact]
    public async Task Scopes_of_a_reset_shop_are_those_of_before_and_as_old()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var at = stay.StartedAt.AddDays(1);
        await UpdateAsync(stay, "write_orders", at);

        await Store.FenceAsync(Stays.Reset(stay), Cancel);

        var next = (await Store.FindCurrentAsync(stay.Shop, Cancel))!;
        Assert.Equal("write_orders", next.Scopes);
        Assert.False(await UpdateAsync(next, "read_orders", at));
        Assert.True(await UpdateAsync(next, "read_orders", at.AddMilliseconds(1)));
    }

    private Task<bool> UpdateAsync(Installation stay, string scopes, DateTimeOffset at) =>
        Store.UpdateScopesAsync(stay.Id, scopes, at, Cancel);

    public sealed class OnPostgres() : ScopesTests(Dialect.Postgres);

    public sealed class OnSqlite() : ScopesTests(Dialect.Sqlite);
}
