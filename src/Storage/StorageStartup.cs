using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Migrations;

namespace Shopkeeper.Storage;

/// <summary>What has to happen before anything else starts.</summary>
public static class StorageStartup
{
    /// <summary>
    /// Opens the database, applies the missing migrations, and makes the keys where there are none yet. Orleans reads
    /// its queries from the database when it starts, so this comes before the host's start. Processes may do it at the
    /// same time.
    /// </summary>
    /// <returns>The names of the migrations applied now.</returns>
    /// <exception cref="InvalidOperationException">
    /// The database is held by another process, newer than the program, or has an altered migration; or it belongs to
    /// other keys.
    /// </exception>
    public static async Task<IReadOnlyList<string>> PrepareAsync(
        IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var applied = await MigrateAsync(services, cancellationToken);
        await services.GetRequiredService<KeyDirectoryClaim>().EnsureAsync(cancellationToken);
        return applied;
    }

    /// <summary>The migrations alone: for who has the database and not the keys.</summary>
    /// <returns>The names of the migrations applied now.</returns>
    /// <exception cref="InvalidOperationException">
    /// The database is held by another process, newer than the program, or has an altered migration.
    /// </exception>
    public static Task<IReadOnlyList<string>> MigrateAsync(
        IServiceProvider services, CancellationToken cancellationToken = default) =>
        Migrator.ApplyAsync(services.GetRequiredService<Database>(), cancellationToken);
}
