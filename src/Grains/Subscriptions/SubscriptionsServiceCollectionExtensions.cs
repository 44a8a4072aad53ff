using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Lifecycle;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>Registers the webhook subscriptions.</summary>
public static class SubscriptionsServiceCollectionExtensions
{
    /// <summary>
    /// Adds the job <c>subscribe-webhooks</c>, which each install and each new grant starts, the jobs it is one of, and
    /// <see cref="SubscriptionOptions"/> from the section <c>Webhooks</c>, validated at start. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddJobs();
        // Binding a list twice would double it.
        if (services.Any(service => service.ServiceType == typeof(Registered))) return services;
        services.AddSingleton<Registered>();

        services.AddOptions<SubscriptionOptions>().BindConfiguration(SubscriptionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SubscriptionOptions>, SubscriptionOptionsValidator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IJobHandler, SubscribeWebhooks>());
        services.Configure<InstallOptions>(install =>
        {
            install.JobKinds.Add(SubscribeWebhooks.KindName);
            install.ReauthorizationJobKinds.Add(SubscribeWebhooks.KindName);
        });
        return services;
    }

    private sealed class Registered;
}
