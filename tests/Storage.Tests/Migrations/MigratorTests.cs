using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Migrations;

namespace Shopkeeper.Storage.Tests.Migrations;

public abstract class MigratorTests(Dialect dialect) : StorageTests(dialect)
{
    private static readonly (string Name, string Text)[] Scripts =
        [("001_a", "create table a(x integer);"), ("002_b", "create table b(x integer); insert into b values (1);")];

    [Fact]
    public async Task Migrations_when_applied_again_do_nothing()
    {
        Assert.Empty(await Migrator.ApplyAsync(Database, Cancel));
    }

    [Fact]
    public async Task Migrations_when_silos_start_together_are_applied_once()
    {
        await ForgetAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => Task.Run(() => Migrator.ApplyAsync(Database, Scripts, Cancel))));

        Assert.Equal(["001_a", "002_b"], results.SelectMany(applied => applied));
        Assert.Equal([1L], await QueryAsync<long>("select count(*) from b"));
    }

    [Fact]
    public async Task Migration_when_altered_after_it_was_applied_is_refused_by_name()
    {
        await ForgetAsync();
        await Migrator.ApplyAsync(Database, Scripts[..1], Cancel);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Migrator.ApplyAsync(Database, [("001_a", "create table a(y integer);"), Scripts[1]], Cancel));

        Assert.Contains("001_a", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["001_a"], await QueryAsync<string>("select script from schema_versions"));
    }

    [Fact]
    public async Task Database_when_newer_than_the_program_is_refused()
    {
        await ForgetAsync();
        await Migrator.ApplyAsync(Database, Scripts, Cancel);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Migrator.ApplyAsync(Database, Scripts[..1], Cancel));

        Assert.Contains("002_b", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migration_when_it_fails_leaves_nothing_of_itself_or_its_predecessors()
    {
        await ForgetAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => Migrator.ApplyAsync(
            Database, [Scripts[0], ("002_b", "create table b(x integer); insert into nowhere values (1);")], Cancel));

        Assert.Equal(2, (await Migrator.ApplyAsync(Database, Scripts, Cancel)).Count);
    }

    private Task ForgetAsync() => RunAsync("delete from schema_versions");

    public sealed class OnPostgres() : MigratorTests(Dialect.Postgres);

    public sealed class OnSqlite() : MigratorTests(Dialect.Sqlite);
}
