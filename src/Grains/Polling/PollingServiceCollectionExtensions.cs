using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Polling;

/// <summary>Registers what finds due work on this silo.</summary>
public static class PollingServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IWorkSignals"/>, a poller for each kind of work, and <see cref="PollingOptions"/>, validated at
    /// start. Needs <c>AddWebhookHandling</c>. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddPolling(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(IDueWork<ShopDomain>))) return services;
        AddOptions(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IWorkSignals, WorkSignals>();
        services.AddSingleton<IDueWork<ShopDomain>, DueDeliveries>();
        AddPoller<ShopDomain, DueDeliveries>(services);
        AddPoller<InstallationId, DueJobs>(services);
        AddPoller<InstallationId, DueTeardowns>(services);
        AddPoller<Guid, DueCompliance>(services);
        AddPoller<InstallationId, DueRefreshes>(services);
        AddPoller<InstallationId, DueTokenMigrations>(services);
        AddPoller<InstallationId, DueSubscriptions>(services);
        AddPoller<InstallationId, DueAccessChecks>(services);
        services.AddHostedService<OldIdsDropper>();
        return services;
    }

    // AddHostedService takes a type once only; two pollers here have the same.
    private static void AddPoller<TKey, TWork>(IServiceCollection services)
        where TKey : notnull
        where TWork : class, IDueWork<TKey>
    {
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<WorkPoller<TKey>>(
            provider, ActivatorUtilities.CreateInstance<TWork>(provider)));
    }

    private static void AddOptions(IServiceCollection services) =>
        services.AddOptions<PollingOptions>().BindConfiguration(PollingOptions.Section)
            .Validate(
                options => options.Period >= TimeSpan.FromMilliseconds(10) && options.Period <= TimeSpan.FromMinutes(1),
                "Polling:Period is 00:00:00.010 to 00:01:00; set it within.")
            .Validate(
                options => options.BatchSize is >= 1 and <= 10_000,
                "Polling:BatchSize is 1 to 10000; set it within.")
            .Validate(
                options => options.Concurrency is >= 1 and <= 1_000,
                "Polling:Concurrency is 1 to 1000; set it within.")
            .Validate(
                options => options.PokeTimeout > TimeSpan.Zero && options.FailurePause > TimeSpan.Zero,
                "Polling:PokeTimeout and Polling:FailurePause are above zero; set them higher.")
            .ValidateOnStart();
}
