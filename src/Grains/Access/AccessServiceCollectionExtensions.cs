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
            .Validate(
                options => options.CheckEvery == TimeSpan.Zero || options.CheckEvery >= TimeSpan.FromSeconds(1),
                "Access:CheckEvery is 0 or at least 00:00:01; set it higher.")
            .Validate(
                options => options.DormantFirst > TimeSpan.Zero && options.DormantMaximum >= options.DormantFirst,
                "Access:DormantFirst is above zero and at most DormantMaximum; set both.")
            .Validate(
                options => options.ChecksPerMinute is >= 1 and <= 10_000,
                "Access:ChecksPerMinute is 1 to 10000; set it within.")
            .ValidateOnStart();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AccessMetrics>();
        services.TryAddSingleton<AccessProbe>();
        services.TryAddSingleton<PlanHints>();
        return services;
    }
}
