using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Erasure;
using Shopkeeper.Storage.Tests.ShopData;

namespace Shopkeeper.Storage.Tests.Erasure;

public abstract class ErasureCoverageTests(Dialect dialect) : ShopDataTests(dialect)
{
    [Fact]
    public async Task Every_table_that_can_refer_to_a_shop_has_an_eraser_and_every_foreign_key_an_index() =>
        Assert.Empty(await FindGapsAsync());

    [Theory]
    [InlineData("shop text not null")]
    [InlineData("shop_domain text")]
    [InlineData("shop_hash text")]
    [InlineData("user_id bigint")]
    [InlineData("customer_email text")]
    [InlineData("grain_key text")]
    [InlineData("installation_id text")]
    public async Task Gate_when_a_table_refers_to_someone_and_nothing_erases_it_names_the_table(string column)
    {
        await RunAsync($"create table forgotten(id integer primary key, {column})");
        Assert.Contains("forgotten can refer to", Assert.Single(await FindGapsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_when_a_table_refers_to_an_installation_through_another_names_it_and_its_missing_index()
    {
        await RunAsync("create table attachments(name text primary key, log bigint references jobs (sequence))");
        var gaps = await FindGapsAsync();
        Assert.Equal(3, gaps.Count);
        Assert.Contains(gaps, gap => gap.Contains("chain of foreign keys", StringComparison.Ordinal));
        Assert.Contains(gaps, gap => gap.Contains("installation_id of its own", StringComparison.Ordinal));
        Assert.Contains(gaps, gap => gap.Contains("no index begins with it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gate_when_an_index_covers_only_some_rows_does_not_count_it()
    {
        await RunAsync("""
            create table parents(id integer primary key);
            create table children(id integer primary key, parent integer references parents (id));
            create index some_children on children (parent) where parent > 7;
            """);
        Assert.Contains("children.parent", Assert.Single(await FindGapsAsync()), StringComparison.Ordinal);
        await RunAsync("create index all_children on children (parent)");
        Assert.Empty(await FindGapsAsync());
    }

    [Fact]
    public async Task Gate_when_a_registered_table_is_gone_says_so()
    {
        await RunAsync("drop table sessions");
        var gaps = await FindGapsAsync();
        Assert.Contains(gaps, gap => gap.Contains("sessions.installation_id is registered", StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<string>> FindGapsAsync() =>
        Database.ReadAsync(ErasureCoverage.FindGapsAsync, Cancel);

    public sealed class OnPostgres() : ErasureCoverageTests(Dialect.Postgres);

    public sealed class OnSqlite() : ErasureCoverageTests(Dialect.Sqlite);
}
