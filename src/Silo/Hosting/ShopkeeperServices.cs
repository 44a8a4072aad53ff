using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Grains.Catalogue;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Polling;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Grains.Subscriptions;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Storage;

namespace Shopkeeper.Silo.Hosting;

/// <summary>Every slice of the service.</summary>
public static class ShopkeeperServices
{
    /// <summary>Adds all slices. An app adds its own handlers, jobs and participants beside them.</summary>
    public static IServiceCollection AddShopkeeper(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddShopify()
            .AddShopkeeperStorage(configuration)
            .AddShops()
            .AddLifecycle()
            .AddWebhookHandling()
            .AddTeardown()
            .AddCertificates()
            .AddJobs()
            .AddCatalogue()
            .AddSubscriptions()
            .AddPolling()
            .AddHttpParticipants(configuration)
            .AddFrontend();
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database");
        // The shipped participant takes part where it has a folder.
        if (!string.IsNullOrWhiteSpace(configuration[$"{FolderOptions.Section}:Root"])) services.AddFolderParticipant();
        return services;
    }
}
