using System.Text;
using Npgsql;
using Shopkeeper.Testing.Postgres;

namespace Shopkeeper.Repository.Tests.Testing;

public sealed class PostgresServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Databases_when_created_at_the_same_time_are_separate_and_empty()
    {
        var databases = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => PostgresServer.CreateDatabaseAsync(Cancellation)));

        Assert.Equal(4, databases.Distinct().Count());
        foreach (var database in databases)
            await ExecuteAsync(database, "create table only_here (id int)");
    }

    [Fact]
    public async Task Dump_when_a_column_is_binary_holds_its_bytes_in_hexadecimal()
    {
        var database = await PostgresServer.CreateDatabaseAsync(Cancellation);
        await ExecuteAsync(
            database, @"create table canary (word text, bytes bytea); insert into canary values ('plain', '\xc0ffee')");

        var dump = Encoding.UTF8.GetString(await PostgresServer.DumpAsync(database, Cancellation));

        Assert.Contains("plain\t\\\\xc0ffee", dump, StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
