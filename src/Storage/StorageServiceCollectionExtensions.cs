using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Storage.Authorization;
using Shopkeeper.Storage.Caching;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Databases.Postgres;
using Shopkeeper.Storage.Databases.Sqlite;
using Shopkeeper.Storage.Inbox;
using Shopkeeper.Storage.Installations;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Orleans;

namespace Shopkeeper.Storage;

/// <summary>Registers the storage.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Adds the database and all stores on it: PostgreSQL where <c>ConnectionStrings:Shopkeeper</c> is set, else the
    /// embedded SQLite file in <c>Storage:DataDirectory</c>. Twice is safe. Call
    /// <see cref="StorageStartup.PrepareAsync"/>
    /// before the host starts.
    /// </summary>
    public static IServiceCollection AddShopkeeperStorage(
        this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(OpenDatabase);
        services.AddKeys();
        services.TryAddSingleton<IUsedStates, UsedStates>();
        services.AddShopData();
        services.AddSharedCache();
        services.AddInbox();
        services.AddInstallations();
        services.AddOrleansTables();
        return services;
    }

    private static Database OpenDatabase(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        var connectionString = services.GetRequiredService<IConfiguration>().GetConnectionString("Shopkeeper");
        return string.IsNullOrWhiteSpace(connectionString)
            ? new SqliteDatabase(options.DataDirectory, services.GetRequiredService<TimeProvider>())
            : new PostgresDatabase(connectionString, options.PoolSize);
    }
}
