using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Abstractions.RateBudget;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.RateBudget;

/// <summary>Registers the shops' budgets of points.</summary>
public static class RateBudgetServiceCollectionExtensions
{
    /// <summary>
    /// Puts the gate before all calls to Shopify, with <see cref="RateBudgetOptions"/>, validated at start. Safe to
    /// call twice.
    /// </summary>
    public static IServiceCollection AddRateBudget(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(LearntCosts))) return services;
        services.AddOptions<RateBudgetOptions>().BindConfiguration(RateBudgetOptions.Section)
            .Validate(
                options => options.AssumedMaximum is >= 100 and <= 100_000,
                "RateBudget:AssumedMaximum is 100 to 100000; set it within.")
            .Validate(
                options => options.AssumedRate is >= 1 and <= 10_000,
                "RateBudget:AssumedRate is 1 to 10000; set it within.")
            .Validate(
                options => options.MaximumWait >= TimeSpan.Zero && options.MaximumWait <= TimeSpan.FromMinutes(10),
                "RateBudget:MaximumWait is 00:00:00 to 00:10:00; set it within.")
            .ValidateOnStart();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BudgetMetrics>();
        services.TryAddSingleton<LearntCosts>();
        services.TryAddSingleton<ApiCallLog>();
        services.Replace(ServiceDescriptor.Singleton<IAdminGate>(provider =>
        {
            var grains = provider.GetRequiredService<IGrainFactory>();
            Func<ShopDomain, IShopBudget> budgets = shop => grains.GetGrain<IShopBudget>(shop.Value);
            return ActivatorUtilities.CreateInstance<BudgetGate>(provider, budgets);
        }));
        return services;
    }
}
