using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Webhooks;

namespace Shopkeeper.Grains.Billing;

/// <summary>Registers what is kept of the shops' subscriptions to the app.</summary>
public static class BillingServiceCollectionExtensions
{
    /// <summary>Adds the recording of <c>app_subscriptions/update</c>. Safe to call twice.</summary>
    public static IServiceCollection AddBilling(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IBuiltInHandler, AppSubscriptionUpdates>());
        return services;
    }
}
