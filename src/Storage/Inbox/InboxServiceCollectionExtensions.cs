using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Compliance;

namespace Shopkeeper.Storage.Inbox;

internal static class InboxServiceCollectionExtensions
{
    public static IServiceCollection AddInbox(this IServiceCollection services)
    {
        services.AddOptions<InboxOptions>().BindConfiguration(InboxOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<InboxCipher>();
        services.AddComplianceRows();
        services.TryAddSingleton<InboxLevel>();
        services.TryAddSingleton<InboxRecorder>();
        services.TryAddSingleton<IWebhookInbox, WebhookInbox>();
        services.TryAddSingleton<IDeadLetters, DeadLetters>();
        services.TryAddSingleton<ISeenResources, SeenResources>();
        return services;
    }
}
