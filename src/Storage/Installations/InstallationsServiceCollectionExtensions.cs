using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Storage.Jobs;
using Shopkeeper.Storage.Teardowns;
using Shopkeeper.Storage.Tokens;

namespace Shopkeeper.Storage.Installations;

internal static class InstallationsServiceCollectionExtensions
{
    public static IServiceCollection AddInstallations(this IServiceCollection services)
    {
        services.TryAddSingleton<JobWriter>();
        services.TryAddSingleton<GrantCipher>();
        services.TryAddSingleton<GrantLineage>();
        services.TryAddSingleton<TeardownOpening>();
        services.TryAddSingleton<InstallationFence>();
        services.TryAddSingleton<ResetFence>();
        services.TryAddSingleton<IInstallationStore, InstallationStore>();
        services.TryAddSingleton<IAccessChecks, AccessChecks>();
        services.TryAddSingleton<IPermitStore, PermitStore>();
        services.TryAddSingleton<ClaimedEnds>();
        services.TryAddSingleton<GrantWriter>();
        services.TryAddSingleton<IGrantStore, GrantStore>();
        services.TryAddSingleton<ITokenMigrationStore, TokenMigrationStore>();
        return services;
    }
}
