using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Grains.Billing;
using Shopkeeper.Grains.Caching;
using Shopkeeper.Grains.Catalogue;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Compliance;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Polling;
using Shopkeeper.Grains.Remote;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Grains.Subscriptions;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Grains.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Storage;
using Shopkeeper.Storage.Keys;

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
            .AddNamespacedCache()
            .AddTeardown()
            .AddCompliance()
            .AddCertificates()
            .AddJobs()
            .AddCatalogue()
            .AddBilling()
            .AddSubscriptions()
            .AddPolling()
            .AddHttpParticipants(configuration)
            .AddFrontend();
        if (!string.IsNullOrWhiteSpace(configuration["Cache:Redis"]))
            services.AddHealthChecks().AddCheck<CacheCheck>("shared-cache");
        // The shipped participant takes part where it has a folder.
        if (!string.IsNullOrWhiteSpace(configuration[$"{FolderOptions.Section}:Root"])) services.AddFolderParticipant();
        return services;
    }

    /// <summary>
    /// Adds the slices of a front end: the edge and the stores it reads, and no actor, poller, job or participant. It
    /// keeps nothing of an installation in memory, because a teardown clears the memory of silos only.
    /// </summary>
    public static IServiceCollection AddFrontEnd(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddShopify()
            .AddShopkeeperStorage(configuration)
            .AddRemoteActors()
            .AddShedNotes()
            .AddFrontend();
        services.PostConfigure<KeysOptions>(keys => keys.CachedDataKeys = 0);
        return services;
    }
}
