using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Caching;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Compliance;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown.Steps;

namespace Shopkeeper.Grains.Teardown;

/// <summary>Registers teardowns.</summary>
public static class TeardownServiceCollectionExtensions
{
    /// <summary>
    /// Adds the plan, its steps and what runs them, with <see cref="TeardownOptions"/> from the section
    /// <c>Teardown</c>, checked at start. Stores, Shopify, confirmation rules and jobs are other slices'. Safe to call
    /// twice.
    /// </summary>
    public static IServiceCollection AddTeardown(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddCertificates();
        services.AddCompliance();
        services.AddNamespacedCache();
        services.AddOptions<TeardownOptions>()
            .BindConfiguration(TeardownOptions.Section)
            .Validate(
                options => options.ResidueRounds <= options.MaximumAttempts,
                "Teardown:ResidueRounds must not be above Teardown:MaximumAttempts. Lower the one or raise the other.")
            .ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TeardownOptions>, TeardownOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITeardownActors, TeardownActors>();
        services.TryAddSingleton<ShopifyCalls>();
        services.TryAddSingleton<ShopifyPatience>();
        services.TryAddSingleton<RemainingRows>();
        services.AddParticipants();
        AddSteps(services);
        services.TryAddSingleton(provider => new TeardownPlan(provider.GetServices<ITeardownStep>()));
        services.TryAddSingleton<EndConfirmation>();
        services.TryAddSingleton<TeardownSaga>();
        services.TryAddSingleton<TeardownWork>();
        services.TryAddSingleton<WaivedRemains>();
        services.TryAddSingleton<TeardownOrders>();
        services.TryAddSingleton<ITeardownPlanner, TeardownPlanner>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TeardownPlanCheck>());
        return services;
    }

    private static void AddSteps(IServiceCollection services) => services.TryAddEnumerable(
    [
        ServiceDescriptor.Singleton<ITeardownStep, ClearShopGrain>(),
        ServiceDescriptor.Singleton<ITeardownStep, StopJobs>(),
        ServiceDescriptor.Singleton<ITeardownStep, SettleRequests>(),
        ServiceDescriptor.Singleton<ITeardownStep, CloseWebhooks>(),
        ServiceDescriptor.Singleton<ITeardownStep, RemoveShopResources>(),
        ServiceDescriptor.Singleton<ITeardownStep, RevokeAccess>(),
        ServiceDescriptor.Singleton<ITeardownStep, EraseParticipants>(),
        ServiceDescriptor.Singleton<ITeardownStep, ClearCaches>(),
        ServiceDescriptor.Singleton<ITeardownStep, PurgeData>(),
        ServiceDescriptor.Singleton<ITeardownStep, VerifyResidue>(),
        ServiceDescriptor.Singleton<ITeardownStep, Certify>(),
    ]);
}
