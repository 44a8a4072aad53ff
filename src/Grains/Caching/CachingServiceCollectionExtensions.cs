using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Caching;

/// <summary>Registers the cache for the app's code.</summary>
public static class CachingServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="INamespacedCache"/> with its level in memory, and what clears memory on every silo. For silos
    /// only: a process that is none could not be told of an installation's end. Needs Orleans and a shared level;
    /// <see cref="CacheOptions"/> are the section <c>Cache</c>, validated at start. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddNamespacedCache(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(MemoryLevel))) return services;
        services.AddOptions<CacheOptions>().BindConfiguration(CacheOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CacheOptions>, CacheOptionsValidator>();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CacheMetrics>();
        services.TryAddSingleton<SharedLevel>();
        services.TryAddSingleton<MemoryLevel>();
        services.AddSingleton<IInstallationCache>(provider => provider.GetRequiredService<MemoryLevel>());
        services.TryAddSingleton<INamespacedCache, NamespacedCache>();
        services.TryAddSingleton<OwnCaches>();
        services.TryAddSingleton<IClusterCaches, ClusterCaches>();
        services.TryAddSingleton<CacheErasure>();
        services.AddGrainService<SiloCaches>();
        return services;
    }
}
