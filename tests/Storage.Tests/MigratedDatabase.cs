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

    private MigratedDatabase(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    public static async Task<MigratedDatabase> CreateAsync() =>
        new(await PostgresServer.CopyDatabaseAsync(await Template.Value, CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        var here = new NpgsqlConnectionStringBuilder(ConnectionString);
        var name = here.Database;
        (here.Database, here.Pooling) = ("postgres", false);
        await using var connection = new NpgsqlConnection(here.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"drop database {name} with (force)", connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> CreateTemplateAsync()
    {
        var connectionString = await PostgresServer.CreateDatabaseAsync(CancellationToken.None);
        await using var database = new PostgresDatabase(connectionString);
        await Migrator.ApplyAsync(database, CancellationToken.None);
        return connectionString;
    }
}
