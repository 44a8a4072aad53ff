using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>Registers the webhook subscriptions.</summary>
public static class SubscriptionsServiceCollectionExtensions
{
    /// <summary>
    /// Adds the job <c>reconcile-webhooks</c>, which each install, each new grant and the poller start, the jobs it is
    /// one of, and <see cref="SubscriptionOptions"/> from the section <c>Webhooks</c>, validated at start. Safe to call
    /// twice.
    /// </summary>
    public static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddJobs();
        // Binding a list twice would double it.
        if (services.Any(service => service.ServiceType == typeof(Registered))) return services;
        services.AddSingleton<Registered>();

        services.AddShedNotes();
        services.TryAddSingleton(provider => WantedRules.Build(
            provider.GetRequiredService<IOptions<SubscriptionOptions>>().Value,
            provider.GetServices<IWebhookHandler>().Select(handler => handler.Topic),
            provider.GetRequiredService<IOptions<ShopifyOptions>>().Value.AppUrl));
        services.TryAddSingleton<SubscriptionBook>();
        services.TryAddSingleton<SubscriptionMetrics>();
        services.AddHostedService<DeployAnnouncement>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IJobHandler, ReconcileWebhooks>());
        services.Configure<InstallOptions>(install =>
        {
            install.JobKinds.Add(ReconcileWebhooks.KindName);
            install.ReauthorizationJobKinds.Add(ReconcileWebhooks.KindName);
        });
        services.PostConfigure<JobOptions>(AlwaysOneAtATime);
        return services;
    }

    /// <summary>
    /// Adds what an edge needs to note shops whose deliveries it had to refuse, and the options of section
    /// <c>Webhooks</c>; a front end has this and no job. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddShedNotes(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        // Binding a list twice would double it.
        if (services.Any(service => service.ServiceType == typeof(ShedNotes))) return services;
        services.AddOptions<SubscriptionOptions>().BindConfiguration(SubscriptionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SubscriptionOptions>, SubscriptionOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ShedNotes>();
        services.TryAddSingleton<IShedNotes>(provider => provider.GetRequiredService<ShedNotes>());
        services.AddHostedService(provider => provider.GetRequiredService<ShedNotes>());
        return services;
    }

    // Two comparisons of one shop at once would both create what is missing.
    private static void AlwaysOneAtATime(JobOptions jobs)
    {
        if (!jobs.Kinds.TryGetValue(ReconcileWebhooks.KindName, out var kind))
            jobs.Kinds[ReconcileWebhooks.KindName] = kind = new JobKindOptions();
        kind.ConcurrencyPerInstallation = 1;
    }

    private sealed class Registered;
}
