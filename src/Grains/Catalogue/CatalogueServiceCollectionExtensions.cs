using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Webhooks;

namespace Shopkeeper.Grains.Catalogue;

/// <summary>Registers the catalogue.</summary>
public static class CatalogueServiceCollectionExtensions
{
    /// <summary>Adds the job <c>catalog-sync</c>, and the jobs it is one of. Safe to call twice.</summary>
    public static IServiceCollection AddCatalogue(this IServiceCollection services)
    {
        services.AddJobs();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IJobHandler, CatalogSync>());
        return services;
    }

    /// <summary>
    /// Has the catalogue follow <c>products/create</c>, <c>products/update</c> and <c>products/delete</c> between two
    /// synchronisations; late and reordered deliveries overwrite nothing newer. Needs the scope
    /// <c>read_products</c>, and the topics are subscribed to. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddCatalogueUpdates(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddWebhookHandler<ProductCreated>().AddWebhookHandler<ProductUpdated>()
            .AddWebhookHandler<ProductDeleted>();
    }
}
