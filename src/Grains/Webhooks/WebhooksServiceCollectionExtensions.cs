using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Jobs;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>Registers the handling of deliveries.</summary>
public static class WebhooksServiceCollectionExtensions
{
    // Budget and handlers add up to a turn, and whoever waits for it gives up after 30 s.
    private static readonly TimeSpan LongestPart = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Adds the handling of deliveries and <see cref="WebhooksOptions"/>, validated at start. The app adds its own
    /// handlers with <see cref="AddWebhookHandler{THandler}"/>. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddWebhookHandling(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(DeliveryDrain))) return services;
        services.AddOptions<WebhooksOptions>().BindConfiguration(WebhooksOptions.Section)
            .Validate(
                options => options.BatchSize is >= 1 and <= 1_000,
                "Webhooks:BatchSize is 1 to 1000; set it within.")
            .Validate(
                options => options.TurnBudget > TimeSpan.Zero && options.TurnBudget <= LongestPart,
                "Webhooks:TurnBudget is above zero and at most 00:00:10; set it within.")
            .Validate(
                options => options.HandlerTimeout > TimeSpan.Zero && options.HandlerTimeout <= LongestPart,
                "Webhooks:HandlerTimeout is above zero and at most 00:00:10; give longer work to a job.")
            .Validate(
                options => options.RetryFirst > TimeSpan.Zero && options.RetryFirst <= options.RetryMaximum,
                "Webhooks:RetryFirst is above zero and at most Webhooks:RetryMaximum; set both.")
            .Validate(
                options => options.DropIdsEvery > TimeSpan.Zero,
                "Webhooks:DropIdsEvery is above zero; set it higher.")
            .ValidateOnStart();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<JobKinds>();
        services.TryAddSingleton<DeliveryMetrics>();
        services.TryAddSingleton<DeliveryClassifier>();
        services.TryAddSingleton<LatestResources>();
        services.TryAddSingleton<HandlerCall>();
        services.TryAddSingleton<HeldDeliveries>();
        services.TryAddSingleton<ScopeUpdates>();
        services.TryAddSingleton<DeliveryEffects>();
        services.TryAddSingleton<DeliveryDrain>();
        return services;
    }

    /// <summary>
    /// Adds a handler of the app's, one for the whole process. The topics that handlers name are subscribed to. Safe to
    /// call twice.
    /// </summary>
    /// <typeparam name="THandler">
    /// The handler; mostly it derives from <see cref="WebhookHandler{TPayload}"/>.
    /// </typeparam>
    public static IServiceCollection AddWebhookHandler<THandler>(this IServiceCollection services)
        where THandler : class, IWebhookHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWebhookHandler, THandler>());
        return services;
    }
}
