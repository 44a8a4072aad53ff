using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Jobs;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>Registers the handling of deliveries.</summary>
public static class WebhooksServiceCollectionExtensions
{
    // Budget and handlers add up to a turn, and whoever waits for it gives up after 30 s.
    private static readonly TimeSpan LongestPart = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Adds the handling of deliveries and <see cref="WebhooksOptions"/>, validated at start. The app adds its own
    /// handlers as <c>IWebhookHandler</c>. Safe to call twice.
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
        services.TryAddSingleton<HandlerCall>();
        services.TryAddSingleton<HeldDeliveries>();
        services.TryAddSingleton<DeliveryEffects>();
        services.TryAddSingleton<DeliveryDrain>();
        return services;
    }
}
