using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Shopkeeper.Grains.Compliance;

/// <summary>Registers the compliance desk.</summary>
public static class ComplianceServiceCollectionExtensions
{
    /// <summary>
    /// Adds the pipelines of the three compliance topics, what asks participants for customers' data, and the watchdog,
    /// with <see cref="ComplianceOptions"/> from the section <c>Compliance</c>, checked at start. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddCompliance(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<ComplianceOptions>().BindConfiguration(ComplianceOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CustomerRoster>();
        services.TryAddSingleton<CustomerRound>();
        services.TryAddSingleton<CustomerTraces>();
        services.TryAddSingleton<ComplianceMetrics>();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<ICompliancePipeline, DataRequestPipeline>(),
            ServiceDescriptor.Singleton<ICompliancePipeline, CustomerRedactPipeline>(),
            ServiceDescriptor.Singleton<ICompliancePipeline, ShopRedactPipeline>(),
        ]);
        services.TryAddSingleton<ComplianceWork>();
        services.TryAddSingleton<ComplianceOrders>();
        services.AddHostedService<RedactWatchdog>();
        return services;
    }
}
