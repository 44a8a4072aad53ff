using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shopkeeper.Storage;
using Shopkeeper.Testing;
using Shopkeeper.Testing.Postgres;

namespace Shopkeeper.Cluster.Tests.Clusters;

/// <summary>
/// Databases migrated once, of which each cluster has a copy: that the migrations apply is tried elsewhere, and here
/// they would be a good part of every test's work.
/// </summary>
internal static class MigratedTemplate
{
    private const string File = "shopkeeper.db";
    private static readonly Lazy<Task<string>> Postgres = new(CreatePostgresAsync);
    private static readonly Lazy<Task<TemporaryFolder>> Sqlite = new(CreateSqliteAsync);

    /// <summary>A copy on the private server.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> CopyToPostgresAsync(CancellationToken cancellationToken) =>
        await PostgresServer.CopyDatabaseAsync(await Postgres.Value, cancellationToken);

    /// <summary>A copy in a folder.</summary>
    public static async Task CopyToAsync(string folder) =>
        System.IO.File.Copy((await Sqlite.Value).Combine(File), Path.Combine(folder, File));

    private static async Task<string> CreatePostgresAsync()
    {
        var connection = await PostgresServer.CreateDatabaseAsync(CancellationToken.None);
        using var folder = new TemporaryFolder();
        await MigrateAsync(folder, connection);

        // A database that somebody is connected to can't be copied.
        await using var pool = new NpgsqlConnection(connection);
        NpgsqlConnection.ClearPool(pool);
        return connection;
    }

    private static async Task<TemporaryFolder> CreateSqliteAsync()
    {
        var folder = new TemporaryFolder();
        await MigrateAsync(folder, null);
        return folder;
    }

    private static async Task MigrateAsync(TemporaryFolder folder, string? connection)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:DataDirectory"] = folder.Path,
            ["Keys:Directory"] = folder.Combine("keys"),
            ["ConnectionStrings:Shopkeeper"] = connection,
        }).Build();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddShopkeeperStorage(configuration)
            .BuildServiceProvider();
        await StorageStartup.MigrateAsync(services, CancellationToken.None);
    }
}
