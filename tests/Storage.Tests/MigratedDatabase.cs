using Npgsql;
using Shopkeeper.Storage.Databases.Postgres;
using Shopkeeper.Storage.Migrations;
using Shopkeeper.Testing.Postgres;

namespace Shopkeeper.Storage.Tests;

/// <summary>
/// A PostgreSQL database for one test, copied from one that was migrated once, and dropped after the test.
/// </summary>
internal sealed class MigratedDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Template = new(CreateTemplateAsync);
    private static int _made;
    private readonly string _server;
    private readonly string _name = $"copy_{Interlocked.Increment(ref _made)}";

    private MigratedDatabase(string template)
    {
        _server =
            new NpgsqlConnectionStringBuilder(template) { Database = "postgres", Pooling = false }.ConnectionString;
        ConnectionString = new NpgsqlConnectionStringBuilder(template) { Database = _name }.ConnectionString;
    }

    public string ConnectionString { get; }

    public static async Task<MigratedDatabase> CreateAsync()
    {
        var template = await Template.Value;
        var database = new MigratedDatabase(template);
        await database.RunAsync(
            $"create database {database._name} template {new NpgsqlConnectionStringBuilder(template).Database}");
        return database;
    }

    public async ValueTask DisposeAsync() => await RunAsync($"drop database {_name} with (force)");

    private static async Task<string> CreateTemplateAsync()
    {
        var connectionString = await PostgresServer.CreateDatabaseAsync(CancellationToken.None);
        await using var database = new PostgresDatabase(connectionString);
        await Migrator.ApplyAsync(database, CancellationToken.None);
        return connectionString;
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
