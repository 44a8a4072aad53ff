using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Sessions;

namespace Shopkeeper.Grains.Shops;

/// <summary>Registers the actor of a shop, its sessions included.</summary>
public static class ShopsServiceCollectionExtensions
{
    /// <summary>
    /// Adds what the actor of a shop needs beside its slices: <see cref="ShopsOptions"/> and <see
    /// cref="SessionsOptions"/>, validated at start. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddShops(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(SessionBook))) return services;
        services.AddOptions<ShopsOptions>().BindConfiguration(ShopsOptions.Section)
            .Validate(
                options => options.ReminderPeriod >= ShopReminder.Minimum,
                "Shops:ReminderPeriod is at least 00:01:00; set it higher.")
            .ValidateOnStart();
        services.AddOptions<SessionsOptions>().BindConfiguration(SessionsOptions.Section)
            .Validate(
                options => options.RememberedPerShop is >= 1 and <= 100_000,
                "Sessions:RememberedPerShop is 1 to 100000; set it within.")
            .Validate(
                options => options.SeenFor >= TimeSpan.FromSeconds(1) && options.SeenFor <= TimeSpan.FromHours(12),
                "Sessions:SeenFor is from 00:00:01 to 12:00:00; set it within.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);

        // Orleans makes a scope for each activation, so every shop has a book of its own.
        services.TryAddScoped<SessionBook>();
        services.TryAddSingleton<OnlineExchange>();
        services.TryAddSingleton<ShopActivations>();
        services.AddSingleton<IInstallationCache>(provider => provider.GetRequiredService<ShopActivations>());
        return services;
    }
}
