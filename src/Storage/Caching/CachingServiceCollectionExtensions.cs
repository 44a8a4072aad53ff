using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Caching;

namespace Shopkeeper.Storage.Caching;

/// <summary>Registers the shared level of the cache.</summary>
public static class CachingServiceCollectionExtensions
{
    /// <summary>
    /// Adds the shared level over the database and the keys: Redis where <c>Cache:Redis</c> is set, else the
    /// database's table. Options are validated at start. Twice is safe.
    /// </summary>
    public static IServiceCollection AddSharedCache(this IServiceCollection services)
    {
        services.AddOptions<SharedCacheOptions>().BindConfiguration(SharedCacheOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SharedCacheOptions>, SharedCacheOptionsValidator>());
        services.TryAddSingleton<CacheCipher>();
        services.TryAddSingleton<RedisConnection>();
        services.TryAddSingleton<ISharedCache>(services =>
            string.IsNullOrWhiteSpace(services.GetRequiredService<IOptions<SharedCacheOptions>>().Value.Redis)
                ? ActivatorUtilities.CreateInstance<DatabaseCache>(services)
                : ActivatorUtilities.CreateInstance<RedisCache>(services));
        return services;
    }
}
