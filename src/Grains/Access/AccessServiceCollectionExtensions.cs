using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Shopkeeper.Grains.Access;

/// <summary>Registers what watches over the shops' access.</summary>
public static class AccessServiceCollectionExtensions
{
    /// <summary>
    /// Adds checks of access with <see cref="AccessOptions"/>, validated at start. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(AccessProbe))) return services;
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section)
            .Validate(options => options.TrustFor >= TimeSpan.Zero, "Access:TrustFor is at least 0; set it higher.")
            .Validate(
                options => options.RecheckAfter >= TimeSpan.Zero, "Access:RecheckAfter is at least 0; set it higher.")
            .ValidateOnStart();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AccessMetrics>();
        services.TryAddSingleton<AccessProbe>();
        return services;
    }
}
