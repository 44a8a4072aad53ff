using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Migrations;

namespace Shopkeeper.Storage;

/// <summary>What has to happen before anything else starts.</summary>
public static class StorageStartup
{
    /// <summary>
    /// Opens the database and applies the missing migrations. Orleans reads its queries from the database when it
    /// starts, so this comes before the host's start.
    /// </summary>
    /// <returns>The names of the migrations applied now.</returns>
    /// <exception cref="InvalidOperationException">
    /// The database is held by another process, newer than the program, or has an altered migration.
    /// </exception>
    public static Task<IReadOnlyList<string>> PrepareAsync(
        IServiceProvider services, CancellationToken cancellationToken = default) =>
        Migrator.ApplyAsync(services.GetRequiredService<Database>(), cancellationToken);
}
