using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Storage.Compliance;

internal static class ComplianceServiceCollectionExtensions
{
    public static IServiceCollection AddComplianceRows(this IServiceCollection services)
    {
        services.AddOptions<ComplianceStorageOptions>().BindConfiguration(ComplianceStorageOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<ComplianceIntake>();
        services.TryAddSingleton<RedactWatch>();
        services.TryAddSingleton<IComplianceStore, ComplianceStore>();
        services.TryAddSingleton<ICustomerDeliveries, CustomerDeliveries>();
        return services;
    }
}
