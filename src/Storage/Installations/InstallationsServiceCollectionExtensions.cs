using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Jobs;

namespace Shopkeeper.Storage.Installations;

internal static class InstallationsServiceCollectionExtensions
{
    public static IServiceCollection AddInstallations(this IServiceCollection services)
    {
        services.TryAddSingleton<JobWriter>();
        services.TryAddSingleton<GrantCipher>();
        services.TryAddSingleton<TeardownOpening>();
        services.TryAddSingleton<InstallationFence>();
        services.TryAddSingleton<ResetFence>();
        services.TryAddSingleton<IInstallationStore, InstallationStore>();
        services.TryAddSingleton<IAccessChecks, AccessChecks>();
        services.TryAddSingleton<IPermitStore, PermitStore>();
        return services;
    }
}
